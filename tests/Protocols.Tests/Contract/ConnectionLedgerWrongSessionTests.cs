using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

/// <summary>A session that is wrong, or not what it says it is, loses its epoch; the connection, and what the client has seen, stay right.</summary>
public sealed class ConnectionLedgerWrongSessionTests
{
    private readonly LedgerHarness _harness = LedgerHarness.Serving(new LedgerLimits { MaxCommit = 4, MaxState = 4 });

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(LedgerLimits.MaxChannels)]
    public void Effects_on_channels_that_cannot_be_are_no_commit(int channel)
    {
        foreach (var effects in new[] { new CommitEffects(), new CommitEffects(), new CommitEffects() }.Index())
        {
            if (effects.Index == 0) effects.Item.Adopted.Add(channel);
            if (effects.Index == 1) effects.Item.Closes.Add((channel, true));
            if (effects.Index == 2) effects.Item.Connects.Add((channel, new IPEndPoint(IPAddress.Loopback, 1), false));
            _harness.Commit(output: "x", effects: effects.Item);
            AssertRefused(effects.Index + 1);
        }
    }

    [Fact]
    public void The_clients_part_names_the_clients_channel()
    {
        _harness.Ledger.OpenChannel(new SessionProtocol.OpenChannel(1, 1));
        _harness.Receive("abc");
        _harness.Ledger.Commit(new Commit(1, 1) { Primary = new ChannelDelta { Channel = 1, InputTo = 3 } }, 0);
        AssertRefused(1);
    }

    [Fact]
    public void One_channel_has_one_part()
    {
        _harness.Ledger.OpenChannel(new SessionProtocol.OpenChannel(1, 1));
        _harness.Ledger.ChannelUp(1, new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2));
        var part = new ChannelDelta { Channel = 1, Output = "a"u8.ToArray() };
        _harness.Ledger.Commit(new Commit(1, 1) { Others = [part, part] }, 0);
        AssertRefused(1);
    }

    [Fact]
    public void More_output_than_a_commit_may_have_is_none()
    {
        _harness.Commit(output: "1234");
        Assert.Equal(1, _harness.Ledger.LastCommit);
        _harness.Commit(output: "12345");
        Assert.Equal((1L, 1), (_harness.Ledger.LastCommit, _harness.Notes.Count(n => n == LedgerNote.InvalidCommit)));
    }

    [Fact]
    public void More_state_than_a_session_may_have_is_none()
    {
        _harness.Commit(state: new SessionState("T", 1, new byte[5]));
        AssertRefused(1);
    }

    [Fact]
    public void A_window_above_a_mebibyte_for_everybody_is_not_made_smaller_by_a_framing_session()
    {
        var harness = new LedgerHarness(new LedgerLimits { InputWindow = 2 << 20 });
        harness.AnswerOpen(0, maxMessage: int.MaxValue);
        Assert.Equal((LedgerPhase.Serving, 2 << 20), (harness.Ledger.Phase, harness.Ledger.InputWindow));
    }

    private void AssertRefused(int times)
    {
        Assert.Equal(0, _harness.Ledger.LastCommit);
        Assert.Equal(times, _harness.Notes.Count(n => n == LedgerNote.InvalidCommit));
        Assert.DoesNotContain(_harness.Asked, a => a.StartsWith("write", StringComparison.Ordinal));
        _harness.RunUntil(5_000);
        Assert.Equal(times + 1, _harness.Ledger.Epoch);
        _harness.AnswerOpen(5_000);
    }
}
