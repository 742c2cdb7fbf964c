using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Cluster;

namespace SocketGateway.EndToEnd.Clients;

/// <summary>Clients in parallel loops: each connects, has 64 bytes echoed, ends its side, and waits for the server's end.</summary>
internal sealed class EchoCrowd : IAsyncDisposable
{
    private const int Loops = 8;
    private const int TcpInfo = 11;

    // linux/tcp.h: offsets in struct tcp_info.
    private const int RoundTrip = 68;
    private const int TotalRetransmits = 100;

    /// <summary>Bounds the number of connections: only so many local ports are there.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly IPEndPoint _at;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TimeSpan> _connects = [];
    private readonly ConcurrentBag<TimeSpan> _answers = [];
    private readonly Task _loops;
    private int _retransmits;

    private EchoCrowd(IPEndPoint at)
    {
        _at = at;
        _loops = Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(LoopAsync)));
    }

    /// <summary>Those that were refused, reset, or not served whole.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>How many were served whole.</summary>
    public int Served => _answers.Count;

    /// <summary>SYNs that had to be sent again, each a second later.</summary>
    public int Retransmits => Volatile.Read(ref _retransmits);

    /// <summary>From SYN to its answer, as the kernel saw it: when a thread of the test comes round is not the gateway's doing.</summary>
    public Percentiles Connects => new(_connects);

    /// <summary>From connection to the whole echo.</summary>
    public Percentiles Answers => new(_answers);

    public static EchoCrowd Start(IPEndPoint at) => new(at);

    /// <summary>Lets those that are under way end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loops;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    public override string ToString() =>
        $"{Served} served, {Failures.Count} failed, {Retransmits} SYNs sent again; connected: {Connects}; echoed: {Answers}; {string.Join("; ", Failures.Take(3))}";

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync();
            }
            catch (Exception e) when (e is SocketException or IOException or TimeoutException or OperationCanceledException)
            {
                Failures.Enqueue($"{e.GetType().Name}: {e.Message}");
            }

            await Task.Delay(Pause);
        }
    }

    private async Task ServeAsync()
    {
        using var client = await TestClient.ConnectAsync(_at.Port, to: _at.Address);
        var connected = Stopwatch.GetTimestamp();
        LookAtHandshake(client.Socket);
        var sent = new byte[64];
        Random.Shared.NextBytes(sent);
        await client.EchoAsync(sent);
        var answered = Stopwatch.GetElapsedTime(connected);
        client.ShutdownSend();
        if ((await client.ReceiveAllAsync()).Length > 0) throw new IOException("more came back than was sent");
        _answers.Add(answered);
    }

    private void LookAtHandshake(Socket socket)
    {
        var info = new byte[TotalRetransmits + sizeof(int)];
        socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, info);
        _connects.Add(TimeSpan.FromMicroseconds(BitConverter.ToInt32(info, RoundTrip)));
        Interlocked.Add(ref _retransmits, BitConverter.ToInt32(info, TotalRetransmits));
    }
}
