using System.Net.Sockets;
using System.Security.Cryptography;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>Bytes between a client and a destination, and how each end hears of the other's.</summary>
[Collection(SharedForwardingCollection.Name)]
public sealed class EndTests(SharedForwarding shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Bytes_in_odd_pieces_come_back_as_they_went()
    {
        shared.One.Serve = Serving.EchoAsync;
        using var client = await shared.ConnectAsync("one");
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        var sending = SendInPiecesAsync(client, bytes);
        Assert.Equal(bytes, await client.ReceiveExactlyAsync(bytes.Length));
        await sending;
        client.ShutdownSend();
        Assert.Equal(StreamEnd.Finished, await client.ReceiveEndAsync());
        Assert.Equal(("closed", bytes.Length, bytes.Length), await shared.EndedAsync(client.Local.ToString()));
    }

    [Fact]
    public async Task A_client_that_has_ended_its_side_is_still_answered()
    {
        shared.One.Serve = Serving.AnswerAtEndAsync;
        using var client = await shared.ConnectAsync("one");
        var bytes = RandomNumberGenerator.GetBytes(1_000_000);
        await client.SendAsync(bytes);
        client.ShutdownSend();
        Assert.Equal(SHA256.HashData(bytes), await client.ReceiveAllAsync());
        Assert.Equal(("closed", bytes.Length, 32), await shared.EndedAsync(client.Local.ToString()));
    }

    [Fact]
    public async Task A_destination_that_has_ended_its_side_still_hears_the_client()
    {
        var heard = new TaskCompletionSource<byte[]>();
        shared.One.Serve = async connection =>
        {
            connection.ShutdownSend();
            heard.TrySetResult(await connection.ReceiveAllAsync());
        };
        using var client = await shared.ConnectAsync("one");
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        await client.SendAsync("after the end"u8.ToArray());
        client.ShutdownSend();
        Assert.Equal("after the end"u8.ToArray(), await heard.Task.WaitAsync(Soon));
        Assert.Equal(("closed", 13, 0), await shared.EndedAsync(client.Local.ToString()));
    }

    [Fact]
    public async Task What_a_destination_said_before_its_reset_arrives_before_the_reset()
    {
        var (bytes, gone) = (RandomNumberGenerator.GetBytes(200_000), new TaskCompletionSource());
        shared.One.Serve = async connection =>
        {
            await connection.SendAsync(bytes);
            await SendQueue.UntilEmptyAsync(connection);
            connection.Reset();
            gone.SetResult();
        };
        using var client = await shared.ConnectAsync("one", receiveBuffer: 4096);
        await gone.Task.WaitAsync(Soon);
        Assert.Equal(bytes, await client.ReceiveExactlyAsync(bytes.Length));
        Assert.Equal(StreamEnd.Reset, await client.ReceiveEndAsync());
        Assert.Equal(("destination_reset", 0, bytes.Length), await shared.EndedAsync(client.Local.ToString()));
    }

    [Fact]
    public async Task A_reset_by_the_client_reaches_the_destination()
    {
        var end = new TaskCompletionSource<StreamEnd>();
        shared.One.Serve = Serving.WatchEnd(end);
        using var client = await shared.ConnectAsync("one");
        await client.ReceiveExactlyAsync(1);
        var peer = client.Local.ToString();
        client.Reset();
        Assert.Equal(StreamEnd.Reset, await end.Task.WaitAsync(Soon));
        Assert.Equal(("connection_reset", 0, 1), await shared.EndedAsync(peer));
    }

    [Fact]
    public async Task A_reset_by_a_client_that_had_ended_its_side_is_noticed_while_the_destination_says_nothing()
    {
        var over = new TaskCompletionSource();
        shared.One.Serve = async connection =>
        {
            await connection.ReceiveAllAsync();
            await connection.SendAsync(new byte[1]);
            await over.Task;
        };
        using var client = await shared.ConnectAsync("one");
        client.ShutdownSend();
        await client.ReceiveExactlyAsync(1);
        var peer = client.Local.ToString();
        client.Reset();
        Assert.Equal(("connection_reset", 0, 1), await shared.EndedAsync(peer));
        over.SetResult();
    }

    [Fact]
    public async Task A_client_that_resets_in_front_of_a_destination_that_takes_nothing_is_gone_in_seconds()
    {
        var over = new TaskCompletionSource();
        shared.One.Serve = Serving.StallUntil(over.Task);
        using var client = await shared.ConnectAsync("one");
        using (var filling = new CancellationTokenSource())
        {
            // The gateway may have to wait for its turn: the way is full when it says so.
            var full = FillAsync(client, filling.Token);
            await shared.ListedAsync(client, row => row is { State: "relaying", HeldUpBy: "service" });
            await filling.CancelAsync();
            await full;
        }

        var peer = client.Local.ToString();
        client.Reset();
        Assert.Equal("connection_reset", (await shared.EndedAsync(peer)).Reason);
        over.SetResult();
    }

    [Fact]
    public async Task The_urgent_byte_of_a_destination_stays_in_its_place()
    {
        shared.One.Serve = async connection =>
        {
            await connection.SendAsync("ab"u8.ToArray());
            connection.Socket.Send("c"u8, SocketFlags.OutOfBand);
            await connection.SendAsync("de"u8.ToArray());
        };
        using var client = await shared.ConnectAsync("one");
        Assert.Equal("abcde"u8.ToArray(), await client.ReceiveExactlyAsync(5));
    }

    [Fact]
    public async Task What_comes_with_an_urgent_byte_arrives_whole_either_way()
    {
        shared.One.Serve = async connection =>
        {
            Assert.Equal("ABOR\r\n"u8.ToArray(), await connection.ReceiveExactlyAsync(6));
            connection.Socket.Send("226 x\r\n"u8, SocketFlags.OutOfBand);
            await connection.ReceiveAllAsync();
        };
        using var client = await shared.ConnectAsync("one");
        client.Socket.Send("ABOR\r\n"u8, SocketFlags.OutOfBand);
        Assert.Equal("226 x\r\n"u8.ToArray(), await client.ReceiveExactlyAsync(7));
    }

    private static async Task SendInPiecesAsync(TestClient client, byte[] bytes)
    {
        for (var (sent, piece) = (0, 1); sent < bytes.Length; piece = (piece * 3 % 70_001) + 1)
        {
            var count = Math.Min(piece, bytes.Length - sent);
            await client.SendAsync(bytes.AsMemory(sent, count));
            sent += count;
        }
    }

    /// <summary>Sends whatever the kernel takes, until it is told to stop.</summary>
    private static async Task FillAsync(TestClient client, CancellationToken stop)
    {
        var bytes = new byte[65536];
        try
        {
            while (true) await client.Socket.SendAsync(bytes, stop);
        }
        catch (OperationCanceledException)
        {
            // Full.
        }
    }
}
