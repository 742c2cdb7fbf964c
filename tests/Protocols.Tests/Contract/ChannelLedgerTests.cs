using System.Text;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class ChannelLedgerTests
{
    private readonly ChannelLedger _account = new() { Status = ChannelStatus.Open };

    [Fact]
    public void What_is_held_is_the_same_wherever_commits_cut_the_input()
    {
        const string Text = "abcdefghij";
        for (var cut = 0; cut <= Text.Length; cut++)
        {
            for (var to = cut; to <= Text.Length; to++)
            {
                var account = new ChannelLedger();
                foreach (var part in new[] { "abc", "", "d", "efg", "hij" }) account.Append(Encoding.ASCII.GetBytes(part));
                account.Consume(cut);
                account.Consume(to);

                Assert.Equal(Text[to..], Encoding.ASCII.GetString(account.CopyHeld()));
                Assert.Equal(Text.Length - to, account.HeldBytes);
            }
        }
    }

    [Theory]
    [InlineData(0, 3, 0, true)]
    [InlineData(0, 0, 0, true)]
    [InlineData(1, 3, 0, false)]
    [InlineData(0, 4, 0, false)]
    [InlineData(0, -1, 0, false)]
    [InlineData(0, 3, 1, false)]
    public void Only_the_next_offsets_are_accepted(long from, long to, long output, bool accepted)
    {
        _account.Append("abc"u8.ToArray());

        Assert.Equal(accepted, _account.Accepts(new ChannelDelta { InputFrom = from, InputTo = to, OutputFrom = output }));
    }

    [Theory]
    [InlineData(false, 3, false)]
    [InlineData(true, 2, false)]
    [InlineData(true, 3, true)]
    public void The_end_is_consumed_only_when_it_came_and_after_the_last_byte(bool ended, long to, bool accepted)
    {
        _account.Append("abc"u8.ToArray());
        _account.InputEnded = ended;

        Assert.Equal(accepted, _account.Accepts(new ChannelDelta { InputTo = to, EndConsumed = true }));
    }

    [Fact]
    public void Output_behind_a_committed_close_is_not_accepted()
    {
        _account.Closing = true;

        Assert.False(_account.Accepts(new ChannelDelta { Output = "x"u8.ToArray() }));
        Assert.True(_account.Accepts(default));
    }

    [Fact]
    public void Acknowledgements_go_by_bytes_and_more_than_there_were_count_nothing()
    {
        _account.Emit(10, 0);
        _account.Emit(5, 0);
        _account.Acknowledge(10);
        Assert.Equal(5, _account.Unacknowledged);
        _account.Acknowledge(5);
        _account.Acknowledge(1);

        Assert.Equal((15L, 15L), (_account.Emitted, _account.Acknowledged));
    }

    [Fact]
    public void Output_into_the_void_is_credited_at_once()
    {
        _account.Emit(10, 0);
        _account.EmitIntoVoid(5);

        Assert.Equal((15L, 0L), (_account.Emitted, _account.Unacknowledged));
        Assert.Equal(15 + 100, _account.Snapshot(1, 100).Credit);
    }

    [Fact]
    public void A_dead_channel_is_not_one_that_the_session_closed()
    {
        _account.Status = ChannelStatus.Ended;

        Assert.False(_account.Snapshot(1, 100).OutputClosed);
    }

    [Fact]
    public void Consumed_input_is_not_kept_alive_by_a_connection_that_waits_for_more()
    {
        var ledger = new ChannelLedger { Status = ChannelStatus.Open };
        var input = Append(ledger);
        ledger.Consume(3);
        GC.Collect();
        Assert.False(input.IsAlive);
        Assert.Equal(3, ledger.Committed);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Append(ChannelLedger ledger)
    {
        var bytes = new byte[3];
        ledger.Append(bytes);
        return new WeakReference(bytes);
    }
}
