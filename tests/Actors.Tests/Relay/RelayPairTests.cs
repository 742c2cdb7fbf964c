using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Relay;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Relay;

/// <summary>How a pair comes to a destination, and what it does with bytes that somebody does not take.</summary>
public sealed class RelayPairTests : IDisposable
{
    private readonly RelayLoop _loop = new("test");

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task What_a_client_says_before_there_is_a_destination_comes_behind_the_gateways_own_first_word()
    {
        await using var pair = await RelayedPair.WaitingAsync(_loop);
        await pair.Client.SendAsync("early"u8.ToArray());
        Assert.Equal(HeldUpBy.Service, pair.Pair.HeldUpBy);
        await pair.ConnectAsync("PROXY "u8.ToArray());
        Assert.Equal("PROXY early"u8.ToArray(), await RelayedPair.ReadAsync(pair.Destination, 11));
        Assert.Equal(5, pair.Pair.Received);
        Assert.Equal(0, pair.Handler.Buffered.Now);
    }

    [Fact]
    public async Task After_a_destination_that_refuses_the_next_one_has_all_of_the_clients_bytes()
    {
        await using var pair = await RelayedPair.WaitingAsync(_loop);
        await pair.Client.SendAsync("all of it"u8.ToArray());
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        pair.Do(p => p.Connect((IPEndPoint)closed.LocalEndPoint!, "once"u8.ToArray()));
        Assert.Equal(Libc.Refused, await pair.Handler.HasFailed.WaitAsync(RelayedPair.Patience));
        await pair.ConnectAsync("once "u8.ToArray());
        Assert.Equal("once all of it"u8.ToArray(), await RelayedPair.ReadAsync(pair.Destination, 14));
    }

    [Fact]
    public async Task A_destination_that_does_not_answer_is_given_up_in_time()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await filler.ConnectAsync(full.LocalEndPoint!);
        await using var pair = await RelayedPair.WaitingAsync(_loop, new RelayLimits(ConnectTimeout: 300, 5_000, 5_000));
        pair.Do(p => p.Connect((IPEndPoint)full.LocalEndPoint!, default));
        Assert.Equal(Libc.TimedOut, await pair.Handler.HasFailed.WaitAsync(RelayedPair.Patience));
        pair.Do(p => p.WaitUntil(_loop.Now));
        await pair.Handler.IsDue.WaitAsync(RelayedPair.Patience);
    }

    [Fact]
    public async Task A_client_that_resets_while_it_waits_is_heard()
    {
        await using var pair = await RelayedPair.WaitingAsync(_loop);
        RelayedPair.Reset(pair.Client);
        Assert.Equal((RelayEnd.Client, CloseReasons.ConnectionReset), await pair.EndAsync());
    }

    [Fact]
    public async Task For_a_client_that_does_not_read_one_buffer_is_kept_and_nothing_is_lost()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        var bytes = new byte[8_000_000];
        new Random(1).NextBytes(bytes);
        var sending = pair.Destination.SendAsync(bytes);
        await RelayedPair.UntilAsync(() => pair.Pair.HeldUpBy == HeldUpBy.Client, "the client holds up");
        Assert.False(pair.Pair.IsIdle);
        Assert.Equal(bytes, await RelayedPair.ReadAsync(pair.Client, bytes.Length));
        Assert.Equal(bytes.Length, await sending);
        Assert.InRange(pair.Handler.Buffered.Most, 1, RelayLoop.BufferBytes);

        // The client may be faster than the loop's books.
        await RelayedPair.UntilAsync(() => pair.Handler.Buffered.Now == 0 && pair.Pair.Sent == bytes.Length, "nothing waits any more");
        await RelayedPair.UntilAsync(() => pair.Handler.Pauses.Contains(HeldUpBy.Client), "the pause is told");
        Assert.DoesNotContain(HeldUpBy.Service, pair.Handler.Pauses);
    }

    [Fact]
    public async Task A_destination_that_does_not_read_is_seen_as_the_one_that_holds_up()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        var sent = await pair.FillAsync(pair.Client, HeldUpBy.Service);
        pair.Client.Shutdown(SocketShutdown.Send);
        var read = await RelayedPair.ReadAsync(pair.Destination, (int)sent + 1);
        Assert.Equal(sent, read.Length);
    }

    [Fact]
    public async Task A_client_that_waits_for_an_answer_is_not_idle_and_one_that_has_it_is()
    {
        await using var pair = await RelayedPair.RelayingAsync(_loop);
        Assert.True(pair.Pair.IsIdle);
        await pair.Client.SendAsync(new byte[1]);
        await RelayedPair.ReadAsync(pair.Destination, 1);
        Assert.False(pair.Pair.IsIdle);
        await pair.Destination.SendAsync(new byte[1]);
        await RelayedPair.ReadAsync(pair.Client, 1);
        Assert.True(pair.Pair.IsIdle);
    }

    [Fact]
    public async Task Beside_one_that_floods_others_have_their_turns()
    {
        await using var flooding = await RelayedPair.RelayingAsync(_loop);
        using var stop = new CancellationTokenSource();
        var (from, to) = (FloodAsync(flooding.Destination, stop.Token), DrainAsync(flooding.Client, stop.Token));
        await using var talking = await RelayedPair.RelayingAsync(_loop);
        for (var i = 0; i < 200; i++)
        {
            await talking.Client.SendAsync(new byte[] { (byte)i });
            await talking.Destination.SendAsync(await RelayedPair.ReadAsync(talking.Destination, 1));
            Assert.Equal([(byte)i], await RelayedPair.ReadAsync(talking.Client, 1));
        }

        await stop.CancelAsync();
        Assert.True(await from > 0 && await to > 0);
    }

    [Fact]
    public async Task An_error_in_the_code_of_one_ends_that_one_and_no_other()
    {
        await using var healthy = await RelayedPair.RelayingAsync(_loop);
        await using var faulty = await RelayedPair.WaitingAsync(_loop);
        faulty.Handler.OnConnected = static () => throw new InvalidOperationException("expected");
        await faulty.ConnectAsync();
        Assert.Equal((RelayEnd.Gateway, CloseReasons.Internal), await faulty.EndAsync());
        Assert.Equal(SocketError.ConnectionReset, await RelayedPair.ReadEndAsync(faulty.Destination));
        await healthy.Client.SendAsync("alive"u8.ToArray());
        Assert.Equal("alive"u8.ToArray(), await RelayedPair.ReadAsync(healthy.Destination, 5));
    }

    private static Task<long> FloodAsync(Socket socket, CancellationToken stop) => RepeatAsync(bytes => socket.SendAsync(bytes, stop));

    private static Task<long> DrainAsync(Socket socket, CancellationToken stop) => RepeatAsync(bytes => socket.ReceiveAsync(bytes, stop));

    private static async Task<long> RepeatAsync(Func<byte[], ValueTask<int>> step)
    {
        var (bytes, sum) = (new byte[65536], 0L);
        try
        {
            while (true) sum += await step(bytes);
        }
        catch (OperationCanceledException)
        {
            return sum;
        }
    }
}
