using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SocketGateway.Benchmarks.Load;

/// <summary>One thread's epoll loop over its connections. Nothing is allocated once the connections exist.</summary>
internal sealed class LoadLoop : IDisposable
{
    private const int OpeningAtOnce = 64;
    private const int GiveUpAfterErrors = 1000;
    private const int LastAnswerSeconds = 10;
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly EpollSet _epoll = new();
    private readonly ClientConnection[] _connections;
    private readonly Conversation _conversation;
    private readonly Workload _workload;
    private readonly int _port;
    private int _opened;
    private int _held;

    public LoadLoop(LoadOptions options, Conversation conversation, int connections)
    {
        _workload = options.Workload;
        _port = options.Port;
        _conversation = conversation;
        _connections = [.. Enumerable.Range(0, connections).Select(conversation.Create)];
    }

    public LatencyHistogram Latencies { get; } = new();

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    public long Errors { get; private set; }

    public string? FirstError { get; private set; }

    private bool AllHeld => _workload == Workload.Idle && _held == _connections.Length;

    /// <summary>
    /// Loads until <paramref name="end"/>, counting from <paramref name="from"/> on (Stopwatch timestamps); idle: until all are open.
    /// </summary>
    public void Run(long from, long end)
    {
        // Thousands at once would overflow the server's backlog, and then the kernel's retries are what is measured.
        while (_opened < _connections.Length && (_workload != Workload.Idle || _opened < OpeningAtOnce))
            Open(_connections[_opened++]);

        while (Stopwatch.GetTimestamp() < end && Errors < GiveUpAfterErrors && !AllHeld)
            HandleReady(from, end);

        // A first answer that comes after the end is slow, and not counted; one that never comes is an error.
        var patience = end + (LastAnswerSeconds * Stopwatch.Frequency);
        while (Errors < GiveUpAfterErrors && Array.Exists(_connections, connection => connection.Completed == 0) && Stopwatch.GetTimestamp() < patience)
            HandleReady(from, end);

        foreach (var connection in _connections)
        {
            if (connection.Completed == 0)
                Count("no answer");
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            Close(connection);
        _epoll.Dispose();
    }

    private void HandleReady(long from, long end)
    {
        var count = _epoll.Wait(milliseconds: 50);
        for (var i = 0; i < count; i++)
            Handle(_connections[_epoll.Token(i)], _epoll.Events(i), from, end);
    }

    private void Handle(ClientConnection connection, uint events, long from, long end)
    {
        if (connection.Descriptor < 0)
            return;
        if (connection.WaitsForRoom && (events & Libc.Out) != 0)
            Send(connection);
        if ((events & (Libc.In | Libc.Error | Libc.HangUp)) != 0 && connection.Descriptor >= 0)
            Receive(connection, from, end);
    }

    private void Open(ClientConnection connection)
    {
        connection.Started = Stopwatch.GetTimestamp();
        connection.Descriptor = ClientSocket.Open(_port);
        if (connection.Descriptor < 0)
        {
            Count("connect", connection.Descriptor);
            return;
        }
        _epoll.Add(connection.Descriptor, connection.Token, Libc.In);
        Begin(connection);
    }

    private void Begin(ClientConnection connection)
    {
        _conversation.Begin(connection);
        connection.Sent = connection.Received = 0;
        Send(connection);
    }

    private void Send(ClientConnection connection)
    {
        var sent = ClientSocket.Send(connection.Descriptor, connection.Request.AsSpan(connection.Sent));
        if (sent < 0 && sent != -Libc.EAgain)
        {
            Fail(connection, "send", sent);
            return;
        }
        connection.Sent += Math.Max(sent, 0);
        var more = connection.Sent < connection.Request.Length;
        if (more != connection.WaitsForRoom)
        {
            _epoll.Modify(connection.Descriptor, connection.Token, more ? Libc.In | Libc.Out : Libc.In);
            connection.WaitsForRoom = more;
        }
    }

    private void Receive(ClientConnection connection, long from, long end)
    {
        var received = ClientSocket.Receive(connection.Descriptor, connection.Response.AsSpan(connection.Received));
        if (received <= 0)
        {
            if (received != -Libc.EAgain)
                Fail(connection, received == 0 ? "closed by the server" : "receive", received);
            return;
        }
        connection.Received += received;
        switch (_conversation.Judge(connection))
        {
            case Exchange.Complete: Complete(connection, from, end); break;
            case Exchange.Wrong: Fail(connection, "wrong answer", 0); break;
        }
    }

    private void Complete(ClientConnection connection, long from, long end)
    {
        var now = Stopwatch.GetTimestamp();
        if (now >= from && now <= end)
        {
            Latencies.Add((long)((now - connection.Started) * NanosecondsPerTick));
            Messages++;
            Bytes += connection.Received;
        }

        if (now >= from) connection.Completed++;
        switch (_workload)
        {
            case Workload.Connect:
                Close(connection);
                Open(connection);
                break;
            case Workload.Idle:
                _held++;
                if (_opened < _connections.Length)
                    Open(_connections[_opened++]);
                break;
            default:
                connection.Started = now;
                Begin(connection);
                break;
        }
    }

    private void Fail(ClientConnection connection, string what, int result)
    {
        Count(what, result);
        Close(connection);
        if (Errors < GiveUpAfterErrors)
            Open(connection);
    }

    private void Count(string what, int result = 0)
    {
        Errors++;
        FirstError ??= result < 0 ? $"{what}: {Marshal.GetPInvokeErrorMessage(-result)}" : what;
    }

    private static void Close(ClientConnection connection)
    {
        if (connection.Descriptor >= 0)
            _ = Libc.Close(connection.Descriptor);
        connection.Descriptor = -1;
        connection.WaitsForRoom = false;
    }
}
