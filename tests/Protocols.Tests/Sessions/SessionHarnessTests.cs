using System.Buffers;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

public class SessionHarnessTests
{
    private static readonly SessionScript Script = new SessionScript()
        .Send("ADD 1\r\nADD 2\r\n")
        .Advance(TimeSpan.FromSeconds(1))
        .Push(PushMessage.FromText("hello"))
        .Send("LATER\r\nTOTAL\r\n")
        .Advance(TimeSpan.FromSeconds(30))
        .Send("TOTAL\r\nQUIT\r\n");

    [Fact]
    public void Shows_what_the_client_sees()
    {
        var harness = new SessionHarness(() => new CounterSession());
        Assert.Equal("ready 146.86.5.20:1625 <-> 161.25.19.8:80\r\n", harness.Output);
        harness.ClearOutput();
        harness.Send("ADD 2\r\nTO");
        Assert.Equal("2\r\n", harness.Output);
        harness.Send("TAL\r\n");
        Assert.Equal("2\r\n2\r\n", harness.Output);
        Assert.False(harness.IsClosed);
        harness.Send("QUIT\r\n");
        Assert.True(harness.IsClosed);
        Assert.Equal("", harness.CloseReason);
    }

    [Fact]
    public void A_crash_loses_the_object_and_keeps_state_and_uncommitted_input()
    {
        var made = 0;
        var harness = new SessionHarness(() =>
        {
            made++;
            return new CounterSession();
        });
        harness.Send("ADD 5\r\nTOT");
        harness.ClearOutput();
        harness.Crash();
        harness.Crash();
        Assert.Equal(3, made);
        Assert.Equal(3, harness.Epoch);
        Assert.Equal("", harness.Output);
        harness.Send("AL\r\n");
        Assert.Equal("5\r\n", harness.Output);
    }

    [Theory]
    [InlineData("ADD 1\r\nTOT")]
    [InlineData("LATER\r\nTOT")]
    public void The_end_of_input_in_mid_line_ends_the_session_whatever_timers_it_has(string input)
    {
        var harness = new SessionHarness(() => new CounterSession());
        harness.Send(input);
        Assert.False(harness.IsClosed);
        harness.SendEnd();
        Assert.True(harness.IsClosed);
    }

    [Fact]
    public void Timers_fire_in_virtual_time_also_in_another_incarnation()
    {
        var harness = new SessionHarness(() => new CounterSession());
        harness.Send("LATER\r\n");
        harness.ClearOutput();
        harness.Advance(TimeSpan.FromSeconds(9));
        harness.Crash();
        Assert.Equal("", harness.Output);
        harness.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("alarm\r\n", harness.Output);
    }

    [Fact]
    public void Pushes_reach_the_session()
    {
        var harness = new SessionHarness(() => new CounterSession());
        harness.ClearOutput();
        Assert.Equal(PushResult.Accepted, harness.Push(PushMessage.FromText("news")));
        Assert.Equal("push news\r\n", harness.Output);
        harness.Send("QUIT\r\n");
        Assert.Equal(PushResult.NotFound, harness.Push(PushMessage.FromText("late")));
    }

    [Fact]
    public void The_end_of_input_closes_in_an_orderly_way()
    {
        var harness = new SessionHarness(() => new CounterSession());
        harness.SendEnd();
        Assert.Equal("", harness.CloseReason);
    }

    [Fact]
    public void Steps_that_really_await_are_waited_for()
    {
        var harness = new SessionHarness(() => new CounterSession { Asynchronous = true });
        Assert.EndsWith("1\r\nalarm\r\n1\r\nbye\r\n", harness.CrashEverywhere(new SessionScript().Send("ADD 1\r\nLATER\r\n").Advance(TimeSpan.FromSeconds(20)).Send("TOTAL\r\nQUIT\r\n")));
        harness.Send("ADD 1\r\nADD 1\r\n");
        Assert.EndsWith("1\r\n2\r\n", harness.Output);
    }

    [Fact]
    public void A_poisonous_line_closes_after_three_crashes_and_its_exceptions_can_be_seen()
    {
        var harness = new SessionHarness(() => new CounterSession());
        harness.Send("BOOM\r\n");
        Assert.False(harness.IsClosed);
        harness.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CloseReasons.PoisonInput, harness.CloseReason);
        Assert.Equal(3, harness.Failures.Count);
        Assert.All(harness.Failures, failure => Assert.Equal("boom", failure.Message));
    }

    [Fact]
    public void Neither_cuts_nor_crashes_change_what_a_good_session_shows()
    {
        var harness = new SessionHarness(() => new CounterSession());
        var seen = harness.SplitEverywhere(Script);
        Assert.Equal("ready 146.86.5.20:1625 <-> 161.25.19.8:80\r\n1\r\n3\r\npush hello\r\n3\r\nalarm\r\n3\r\nbye\r\n", seen);
        Assert.Equal(seen, harness.CrashEverywhere(Script));
    }

    [Fact]
    public void A_session_that_does_not_frame_its_input_is_found_out()
    {
        var error = Assert.Throws<SessionHarnessException>(() => new SessionHarness(() => new ChunkSession()).SplitEverywhere(new SessionScript().Send("abcd")));
        Assert.Equal("entry 0 of the script cut after 1 bytes shows from output byte 2 on: \"bcd>\" became \"><bcd>\"", error.Message);
    }

    [Fact]
    public void A_session_that_keeps_its_state_in_a_field_is_found_out()
    {
        var harness = new SessionHarness(() => new ForgetfulSession());
        var script = new SessionScript().Send("x\r\ny\r\nz\r\n");
        Assert.Equal("1\r\n2\r\n3\r\n", harness.SplitEverywhere(script));
        var error = Assert.Throws<SessionHarnessException>(() => harness.CrashEverywhere(script));
        Assert.StartsWith("a crash after commit 1 was taken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_changed_in_place_is_found_out()
    {
        var harness = new SessionHarness(() => new InPlaceSession());
        var error = Assert.Throws<SessionHarnessException>(() => harness.Send("x\r\n"));
        Assert.Contains("in place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_is_read_only_as_far_as_the_window_allows()
    {
        var harness = new SessionHarness(() => new WaitingSession());
        harness.Send(new byte[1_000_000]);
        Assert.Equal(CloseReasons.MessageTooLarge, harness.CloseReason);
    }

    public sealed record Total(int Sum = 0);

    private sealed class CounterSession : LineSession<Total>
    {
        public bool Asynchronous { get; init; }

        protected internal override ValueTask OnOpenedAsync(CancellationToken stop)
        {
            WriteLine($"ready {Connection.SocketPair}");
            return default;
        }

        protected override async ValueTask OnLineAsync(string line, CancellationToken stop)
        {
            if (Asynchronous) await Task.Delay(1, stop);
            switch (line.Split(' '))
            {
                case ["ADD", var n]:
                    State = State with { Sum = State.Sum + int.Parse(n, System.Globalization.CultureInfo.InvariantCulture) };
                    WriteLine($"{State.Sum}");
                    break;
                case ["TOTAL"]:
                    WriteLine($"{State.Sum}");
                    break;
                case ["LATER"]:
                    SetTimer("alarm", TimeSpan.FromSeconds(10));
                    break;
                case ["BOOM"]:
                    throw new InvalidOperationException("boom");
                case ["QUIT"]:
                    Close("bye\r\n");
                    break;
            }
        }

        protected internal override ValueTask OnMessageAsync(PushMessage message, CancellationToken stop)
        {
            WriteLine($"push {message.Text}");
            return default;
        }

        protected internal override ValueTask OnTimerAsync(string name, CancellationToken stop)
        {
            WriteLine(name);
            return default;
        }
    }

    private sealed class ChunkSession : Session
    {
        protected internal override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
        {
            Write("<"u8);
            Write(input);
            Write(">"u8);
            Consume(input.Length);
            return default;
        }
    }

    private sealed class ForgetfulSession : LineSession
    {
        private int _lines;

        protected override ValueTask OnLineAsync(string line, CancellationToken stop)
        {
            WriteLine($"{++_lines}");
            return default;
        }
    }

    private sealed class InPlaceSession : LineSession<List<string>>
    {
        protected override ValueTask OnLineAsync(string line, CancellationToken stop)
        {
            State.Add(line);
            return default;
        }
    }

    private sealed class WaitingSession : Session
    {
        protected internal override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop) => default;
    }
}
