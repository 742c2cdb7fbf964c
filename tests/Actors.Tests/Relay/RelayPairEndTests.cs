using System.Net.Sockets;
using SocketGateway.Actors.Relay;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Relay;

/// <summary>Every way in which a relayed connection ends, and what each side sees of it.</summary>
public sealed class RelayPairEndTests : IDisposable
{
    private readonly RelayLoop _loop = new("test");

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_side_may_end_before_the_other_and_both_hear_each_others_end(bool clientFirst)
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        var (first, second) = clientFirst ? (pair.Client, pair.Destination) : (pair.Destination, pair.Client);
        await first.SendAsync("last"u8.ToArray());
        first.Shutdown(SocketShutdown.Send);
        Assert.Equal("last"u8.ToArray(), await RelayedPair.ReadAsync(second, 5));
        await second.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer"u8.ToArray(), await RelayedPair.ReadAsync(first, 6));
        second.Shutdown(SocketShutdown.Send);
        Assert.Equal((RelayEnd.Orderly, CloseReasons.None), await pair.EndAsync());
        if (!clientFirst) Assert.Null(await RelayedPair.ReadEndAsync(first));
        Assert.Equal(clientFirst ? (4, 6) : (6, 4), pair.Handler.Moved);
    }

    [Fact]
    public async Task What_a_destination_said_before_its_reset_is_delivered_first()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        await pair.Destination.SendAsync("the last word"u8.ToArray());
        await RelayedPair.UntilAsync(() => pair.Pair.Sent == 13, "it has left");
        RelayedPair.Reset(pair.Destination);
        Assert.Equal((RelayEnd.Destination, CloseReasons.ConnectionReset), await pair.EndAsync());
        Assert.Equal("the last word"u8.ToArray(), await RelayedPair.ReadAsync(pair.Client, 13));
    }

    [Fact]
    public async Task A_reset_behind_bytes_that_the_client_does_not_take_waits_for_the_client_but_not_for_ever()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop, new RelayLimits(5_000, CloseTimeout: 300, 5_000));
        await pair.FillAsync(pair.Destination, HeldUpBy.Client);
        RelayedPair.Reset(pair.Destination);
        Assert.Equal((RelayEnd.Destination, CloseReasons.ConnectionReset), await pair.EndAsync());
        Assert.Equal((0, pair.Pair.Sent), pair.Handler.Moved);
        Assert.Equal(0, pair.Handler.Buffered.Now);

        // What is counted as sent is what the client can have, and no byte that was kept for it.
        Assert.Equal(pair.Pair.Sent, (await RelayedPair.ReadAsync(pair.Client, (int)pair.Pair.Sent)).Length);
        Assert.Equal(0, pair.Client.Available);
    }

    [Fact]
    public async Task A_client_that_resets_in_front_of_a_destination_that_does_not_read_is_let_go()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop, new RelayLimits(5_000, CloseTimeout: 300, 5_000));
        await pair.FillAsync(pair.Client, HeldUpBy.Service);
        RelayedPair.Reset(pair.Client);
        Assert.Equal((RelayEnd.Client, CloseReasons.ConnectionReset), await pair.EndAsync());
        Assert.Equal(SocketError.ConnectionReset, await RelayedPair.ReadEndAsync(pair.Destination));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_after_the_end_of_the_same_side_is_noticed_while_the_other_is_silent(bool client)
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        var (ending, other) = client ? (pair.Client, pair.Destination) : (pair.Destination, pair.Client);
        ending.Shutdown(SocketShutdown.Send);
        Assert.Empty(await RelayedPair.ReadAsync(other, 1));
        await other.SendAsync(new byte[1]);
        await RelayedPair.ReadAsync(ending, 1);
        RelayedPair.Reset(ending);
        Assert.Equal((client ? RelayEnd.Client : RelayEnd.Destination, CloseReasons.ConnectionReset), await pair.EndAsync());
    }

    [Fact]
    public async Task When_one_side_has_ended_the_other_may_not_be_silent_for_ever()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop, new RelayLimits(5_000, 5_000, HalfCloseTimeout: 300));
        pair.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal((RelayEnd.Gateway, CloseReasons.HalfCloseTimeout), await pair.EndAsync());
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var limit = new CancellationTokenSource(RelayedPair.Patience);
            while (true) await pair.Destination.SendAsync(new byte[1], limit.Token);
        });
    }

    [Fact]
    public async Task A_finish_tells_both_sides_the_end_and_waits_for_the_clients()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        pair.Do(p => p.Finish("why"));
        Assert.Null(await RelayedPair.ReadEndAsync(pair.Client));
        Assert.Null(await RelayedPair.ReadEndAsync(pair.Destination));
        await pair.Client.SendAsync("too late"u8.ToArray());
        Assert.False(pair.Handler.HasEnded.IsCompleted);
        pair.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal((RelayEnd.Orderly, "why"), await pair.EndAsync());
        Assert.Equal((8, 0), pair.Handler.Moved);
    }

    [Fact]
    public async Task A_finish_does_not_wait_for_a_client_that_never_ends()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop, new RelayLimits(5_000, CloseTimeout: 300, 5_000));
        pair.Do(p => p.Finish("why"));
        Assert.Equal((RelayEnd.Orderly, "why"), await pair.EndAsync());
        Assert.Null(await RelayedPair.ReadEndAsync(pair.Client));
    }

    [Fact]
    public async Task Without_a_destination_a_last_word_is_said_and_counted()
    {
        await using var pair = await RelayedPair.WaitingAsync(_loop);
        pair.Do(p => p.Finish("nobody", "sorry"u8.ToArray()));
        Assert.Equal("sorry"u8.ToArray(), await RelayedPair.ReadAsync(pair.Client, 6));
        pair.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal((RelayEnd.Orderly, "nobody"), await pair.EndAsync());
        Assert.Equal((0, 5), pair.Handler.Moved);
    }

    [Fact]
    public async Task An_end_by_the_gateway_resets_the_destination_and_leaves_the_client_to_its_owner()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        pair.Do(p => p.End(RelayEnd.Gateway, "kicked"));
        Assert.Equal((RelayEnd.Gateway, "kicked"), await pair.EndAsync());
        Assert.Equal(SocketError.ConnectionReset, await RelayedPair.ReadEndAsync(pair.Destination));
        await pair.Client.SendAsync(new byte[1]);
    }
}
