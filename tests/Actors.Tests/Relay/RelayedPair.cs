using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Relay;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Relay;

/// <summary>A pair on a loop, and both far ends of it: the client's socket, and a listener for destinations.</summary>
internal sealed class RelayedPair : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RelayLoop _loop;
    private readonly Socket _accepted;

    private RelayedPair(RelayLoop loop, RelayLimits limits, Socket client, Socket accepted, ConnectionBandwidth? bandwidth)
    {
        (_loop, Client, _accepted, Pair) = (loop, client, accepted, new RelayPair(loop, Handler, limits, bandwidth));
        Listener = Listen();
    }

    public RecordingHandler Handler { get; } = new();

    public RelayPair Pair { get; }

    /// <summary>The client's own end.</summary>
    public Socket Client { get; }

    public Socket Listener { get; }

    /// <summary>The destination's end; null until there is one.</summary>
    public Socket Destination { get; private set; } = null!;

    public IPEndPoint At => (IPEndPoint)Listener.LocalEndPoint!;

    /// <summary>A pair that has its client, and waits for a destination.</summary>
    public static async Task<RelayedPair> WaitingAsync(RelayLoop loop, RelayLimits? limits = null, ConnectionBandwidth? bandwidth = null)
    {
        using var listener = Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 4096 };
        var accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        var pair = new RelayedPair(loop, limits ?? new RelayLimits(5_000, 5_000, 5_000), client, await accepting, bandwidth);
        pair.Do(p => Assert.True(p.TryBegin((int)pair._accepted.SafeHandle.DangerousGetHandle())));
        return pair;
    }

    /// <summary>One that relays.</summary>
    public static async Task<RelayedPair> RelayingAsync(RelayLoop loop, RelayLimits? limits = null, ConnectionBandwidth? bandwidth = null)
    {
        var pair = await WaitingAsync(loop, limits, bandwidth);
        await pair.ConnectAsync();
        await pair.Handler.IsConnected.WaitAsync(Patience);
        return pair;
    }

    /// <summary>On the loop's thread.</summary>
    public void Do(Action<RelayPair> what)
    {
        Handler.Commands.Enqueue(() => what(Pair));
        _loop.Post(Pair, 0);
    }

    /// <summary>Lets it connect to the listener, and takes the connection there.</summary>
    public async Task ConnectAsync(ReadOnlyMemory<byte> first = default)
    {
        Do(pair => pair.Connect(At, first));
        Destination = await Listener.AcceptAsync().WaitAsync(Patience);
        Destination.NoDelay = true;
    }

    public Task<(RelayEnd End, string Reason)> EndAsync() => Handler.HasEnded.WaitAsync(Patience);

    public static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(have), limit.Token);
            if (read == 0) return bytes[..have];
            have += read;
        }

        return bytes;
    }

    /// <summary>Null for an orderly end, or what it was broken off by.</summary>
    public static async Task<SocketError?> ReadEndAsync(Socket socket)
    {
        try
        {
            while ((await ReadAsync(socket, 4096)).Length == 4096)
            {
            }

            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    /// <summary>Sends until the way is full, and this side is seen to hold it up; how many bytes that took.</summary>
    public async Task<long> FillAsync(Socket socket, HeldUpBy side)
    {
        socket.Blocking = false;
        var (bytes, sent) = (new byte[65536], 0L);
        using var limit = new CancellationTokenSource(Patience);

        // The loop's thread may have to wait for its turn: that nothing more is taken for a moment does not mean that the way is full.
        for (var began = Stopwatch.GetTimestamp(); Pair.HeldUpBy != side || Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(200);)
        {
            Assert.False(limit.IsCancellationRequested, $"held up by {Pair.HeldUpBy}");
            var count = socket.Send(bytes, SocketFlags.None, out var error);
            if (error == SocketError.Success) (sent, began) = (sent + count, Stopwatch.GetTimestamp());
            else await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        return sent;
    }

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var began = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(TimeSpan.FromMilliseconds(10)))
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, what);
    }

    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Destination?.Dispose();
        Listener.Dispose();

        // Its descriptor may be closed only when the loop has let go of it.
        Do(pair => pair.End(RelayEnd.Gateway, "test_over"));
        await EndAsync();
        _accepted.Dispose();
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }
}
