using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

/// <summary>RFC 1143.</summary>
public class QMethodTests
{
    private static readonly QState[] States = Enum.GetValues<QState>();

    public static TheoryData<QState, bool, bool, QState, bool?> Received => new()
    {
        // state, received WILL or DO, acceptable -> next, answer; the table of section 7, line by line
        { QState.No, true, true, QState.Yes, true },
        { QState.No, true, false, QState.No, false },
        { QState.Yes, true, true, QState.Yes, null },
        { QState.Yes, true, false, QState.Yes, null },
        { QState.WantNo, true, true, QState.No, null },
        { QState.WantNo, true, false, QState.No, null },
        { QState.WantNoQueued, true, true, QState.Yes, null },
        { QState.WantNoQueued, true, false, QState.Yes, null },
        { QState.WantYes, true, true, QState.Yes, null },
        { QState.WantYes, true, false, QState.Yes, null },
        { QState.WantYesQueued, true, true, QState.WantNo, false },
        { QState.WantYesQueued, true, false, QState.WantNo, false },
        { QState.No, false, true, QState.No, null },
        { QState.No, false, false, QState.No, null },
        { QState.Yes, false, true, QState.No, false },
        { QState.Yes, false, false, QState.No, false },
        { QState.WantNo, false, true, QState.No, null },
        { QState.WantNo, false, false, QState.No, null },
        { QState.WantNoQueued, false, true, QState.WantYes, true },
        { QState.WantNoQueued, false, false, QState.WantYes, true },
        { QState.WantYes, false, true, QState.No, null },
        { QState.WantYes, false, false, QState.No, null },
        { QState.WantYesQueued, false, true, QState.No, null },
        { QState.WantYesQueued, false, false, QState.No, null },
    };

    public static TheoryData<QState, bool, QState, bool?> Asked => new()
    {
        { QState.No, true, QState.WantYes, true },
        { QState.Yes, true, QState.Yes, null },
        { QState.WantNo, true, QState.WantNoQueued, null },
        { QState.WantNoQueued, true, QState.WantNoQueued, null },
        { QState.WantYes, true, QState.WantYes, null },
        { QState.WantYesQueued, true, QState.WantYes, null },
        { QState.No, false, QState.No, null },
        { QState.Yes, false, QState.WantNo, false },
        { QState.WantNo, false, QState.WantNo, null },
        { QState.WantNoQueued, false, QState.WantNo, null },
        { QState.WantYes, false, QState.WantYesQueued, null },
        { QState.WantYesQueued, false, QState.WantYesQueued, null },
    };

    [Theory]
    [MemberData(nameof(Received))]
    public void Every_state_answers_every_verb_as_section_7_says(QState state, bool positive, bool acceptable, QState next, bool? say) =>
        Assert.Equal((next, say), QMethod.Receive(state, positive, acceptable));

    [Theory]
    [MemberData(nameof(Asked))]
    public void Every_state_takes_every_wish_as_section_7_says(QState state, bool enable, QState next, bool? say) =>
        Assert.Equal((next, say), QMethod.Ask(state, enable));

    [Fact]
    public void Two_ends_in_any_states_fall_silent_after_any_verb()
    {
        bool[][] lanes = [[], [true], [false]];
        var cases =
            from a in States
            from b in States
            from acceptA in new[] { false, true }
            from acceptB in new[] { false, true }
            from toA in lanes
            from toB in toA.Length == 0 ? lanes : [[]]
            select new Pair(a, b, acceptA, acceptB, toA, toB);
        foreach (var pair in cases)
        {
            pair.Settle(alternate: true);
        }
    }

    /// <summary>
    /// All that two ends can ever come to, with both changing their minds at any moment and verbs under way as long as they like:
    /// finite, without a circle of answers, and at one in every silence.
    /// </summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Whatever_two_ends_wish_and_whenever_the_exchange_ends_and_they_agree(bool acceptA, bool acceptB)
    {
        var start = new Joint(QState.No, QState.No, "", "");
        var known = new HashSet<Joint> { start };
        var open = new Queue<Joint>([start]);
        while (open.TryDequeue(out var joint))
        {
            Assert.InRange(joint.ToA.Length + joint.ToB.Length, 0, 8);
            foreach (var next in joint.Deliveries(acceptA, acceptB).Concat(joint.Wishes(acceptA, acceptB)).Where(known.Add))
            {
                open.Enqueue(next);
            }
        }
        // Take away, again and again, what leads only to what is taken away: what stays could go round for ever.
        var left = known.ToHashSet();
        while (left.RemoveWhere(joint => !joint.Deliveries(acceptA, acceptB).Any(left.Contains)) > 0)
        {
        }
        Assert.Empty(left);
        Assert.All(
            known.Where(joint => joint is { ToA: "", ToB: "" }),
            joint => Assert.Contains((joint.A, joint.B), new[] { (QState.No, QState.No), (QState.Yes, QState.Yes) }));
    }

    [Fact]
    public void Two_ends_that_start_together_and_change_their_minds_agree_whatever_the_order()
    {
        bool[][] wishes = [[], [true], [true, false], [true, false, true], [true, false, true, false]];
        foreach (var acceptB in new[] { false, true })
        {
            foreach (var wish in wishes)
            {
                foreach (var alternate in new[] { false, true })
                {
                    var pair = new Pair(QState.No, QState.No, acceptA: true, acceptB, [], []);
                    foreach (var enable in wish)
                    {
                        pair.AskA(enable);
                    }
                    pair.Settle(alternate);
                    Assert.Equal(pair.A, pair.B);
                    Assert.Equal(wish.LastOrDefault() && acceptB ? QState.Yes : QState.No, pair.A);
                }
            }
        }
    }

    [Fact]
    public void Both_ends_asking_at_once_agree_without_an_answer_to_an_answer()
    {
        var pair = new Pair(QState.No, QState.No, acceptA: true, acceptB: true, [], []);
        pair.AskA(true);
        pair.AskB(true);
        Assert.Equal(2, pair.Settle(alternate: true));
        Assert.Equal((QState.Yes, QState.Yes), (pair.A, pair.B));
    }

    [Fact]
    public void Switching_off_and_on_again_at_once_does_not_loop_as_in_section_3()
    {
        // The RFC's example: both have it on; one end asks WONT, and WILL before the answer is back.
        var pair = new Pair(QState.Yes, QState.Yes, acceptA: true, acceptB: true, [], []);
        pair.AskA(false);
        pair.AskA(true);
        Assert.Equal(QState.WantNoQueued, pair.A);
        Assert.Equal(4, pair.Settle(alternate: true)); // off, its answer, on, its answer
        Assert.Equal((QState.Yes, QState.Yes), (pair.A, pair.B));
    }

    [Fact]
    public void Switching_on_and_off_again_before_the_answer_ends_off()
    {
        var pair = new Pair(QState.No, QState.No, acceptA: true, acceptB: true, [], []);
        pair.AskA(true);
        pair.AskA(false);
        Assert.Equal(QState.WantYesQueued, pair.A);
        Assert.Equal(4, pair.Settle(alternate: true));
        Assert.Equal((QState.No, QState.No), (pair.A, pair.B));
    }

    /// <summary>Two ends and what is under way to each, oldest first: + is WILL or DO, - is WONT or DONT.</summary>
    private sealed record Joint(QState A, QState B, string ToA, string ToB)
    {
        public IEnumerable<Joint> Deliveries(bool acceptA, bool acceptB)
        {
            if (ToA != "")
            {
                var (next, say) = QMethod.Receive(A, ToA[0] == '+', acceptA);
                yield return this with { A = next, ToA = ToA[1..], ToB = ToB + Sign(say) };
            }
            if (ToB != "")
            {
                var (next, say) = QMethod.Receive(B, ToB[0] == '+', acceptB);
                yield return this with { B = next, ToB = ToB[1..], ToA = ToA + Sign(say) };
            }
        }

        /// <summary>An end wishes for on only what it accepts.</summary>
        public IEnumerable<Joint> Wishes(bool acceptA, bool acceptB)
        {
            foreach (var enable in new[] { false, true })
            {
                var (a, fromA) = QMethod.Ask(A, enable && acceptA);
                yield return this with { A = a, ToB = ToB + Sign(fromA) };
                var (b, fromB) = QMethod.Ask(B, enable && acceptB);
                yield return this with { B = b, ToA = ToA + Sign(fromB) };
            }
        }

        private static string Sign(bool? say) => say switch { true => "+", false => "-", null => "" };
    }

    /// <summary>The two ends of one side of one option, and the verbs under way between them.</summary>
    private sealed class Pair(QState a, QState b, bool acceptA, bool acceptB, bool[] toA, bool[] toB)
    {
        private readonly Queue<bool> _toA = new(toA);
        private readonly Queue<bool> _toB = new(toB);

        public QState A { get; private set; } = a;

        public QState B { get; private set; } = b;

        public void AskA(bool enable)
        {
            (A, var say) = QMethod.Ask(A, enable);
            Send(_toB, say);
        }

        public void AskB(bool enable)
        {
            (B, var say) = QMethod.Ask(B, enable);
            Send(_toA, say);
        }

        /// <summary>Delivers until nothing is under way, and counts; 20 verbs are no conversation but a loop.</summary>
        public int Settle(bool alternate)
        {
            for (var delivered = 0; ; delivered++)
            {
                Assert.True(delivered < 20, "the exchange does not end");
                if (_toA.Count > 0 && (_toB.Count == 0 || (alternate && delivered % 2 == 0)))
                {
                    (A, var say) = QMethod.Receive(A, _toA.Dequeue(), acceptA);
                    Send(_toB, say);
                }
                else if (_toB.Count > 0)
                {
                    (B, var say) = QMethod.Receive(B, _toB.Dequeue(), acceptB);
                    Send(_toA, say);
                }
                else
                {
                    return delivered;
                }
            }
        }

        private static void Send(Queue<bool> lane, bool? say)
        {
            if (say is { } verb)
            {
                lane.Enqueue(verb);
            }
        }
    }
}
