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
    private readonly Transport _transport;
    private readonly Workload _workload;
    private readonly int _port;
    private readonly bool _closesByReset;
    private readonly int _underWay;
    private long _from = long.MaxValue, _end = long.MaxValue;
    private bool _opensAll;
    private int _opened;
    private int _held;
    private int _turn;

    public LoadLoop(LoadOptions options, Conversation conversation, int connections)
    {
        (_workload, _port, _closesByReset) = (options.Workload, options.Port, options.ClosesByReset);
        _underWay = Math.Clamp(options.UnderWay / options.Threads, 1, connections);
        _conversation = conversation;
        _transport = Transport.For(options.Tls);
        _connections = [.. Enumerable.Range(0, connections).Select(conversation.Create)];
    }

    public LatencyHistogram Latencies { get; } = new();

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    public long Errors { get; private set; }

    public string? FirstError { get; private set; }

    /// <summary>Opens all connections, each of which exchanges one message and then rests (<paramref name="end"/> is a Stopwatch timestamp).</summary>
    public void OpenAll(long end)
    {
        _opensAll = true;
        // Thousands at once would overflow the server's backlog, and then the kernel's retries are what is measured.
        while (_opened < Math.Min(OpeningAtOnce, _connections.Length))
            Open(_connections[_opened++]);
        while (_held < _connections.Length && Errors < GiveUpAfterErrors && Stopwatch.GetTimestamp() < end)
            HandleReady();
        for (var missing = _held; missing < _connections.Length; missing++)
            Count("no answer");
        _opensAll = false;
    }

    /// <summary>Loads until <paramref name="end"/>, counting from <paramref name="from"/> on (Stopwatch timestamps).</summary>
    public void Run(long from, long end)
    {
        (_from, _end) = (from, end);
        if (_workload == Workload.Turns)
        {
            for (var i = 0; i < _underWay; i++)
                BeginNext();
        }
        else
        {
            foreach (var connection in _connections)
                Open(connection);
        }

        while (Stopwatch.GetTimestamp() < end && Errors < GiveUpAfterErrors)
            HandleReady();

        // A first answer that comes after the end is slow, and not counted; one that never comes is an error.
        var patience = end + (LastAnswerSeconds * Stopwatch.Frequency);
        while (Errors < GiveUpAfterErrors && Array.Exists(_connections, IsUnanswered) && Stopwatch.GetTimestamp() < patience)
            HandleReady();

        foreach (var connection in _connections)
        {
            if (IsUnanswered(connection))
                Count("no answer");
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            Close(connection);
        _transport.Dispose();
        _epoll.Dispose();
    }

    private static bool IsUnanswered(ClientConnection connection) => connection is { IsBusy: true, Completed: 0 };

    private void HandleReady()
    {
        var count = _epoll.Wait(milliseconds: 50);
        for (var i = 0; i < count; i++)
            Handle(_connections[_epoll.Token(i)], _epoll.Events(i));
    }

    private void Handle(ClientConnection connection, uint events)
    {
        if (connection.Descriptor < 0)
            return;
        if (connection.AwaitsPeer || (connection.WaitsForRoom && (events & Libc.Out) != 0))
            Send(connection);
        if ((events & (Libc.In | Libc.Error | Libc.HangUp)) != 0 && connection.Descriptor >= 0)
        {
            do
                Receive(connection);
            while (_transport.HasMore(connection));
        }
    }

    private void Open(ClientConnection connection)
    {
        connection.Started = Stopwatch.GetTimestamp();
        connection.IsBusy = true;
        connection.Descriptor = TcpSocket.Open(_port, _closesByReset);
        if (connection.Descriptor < 0)
        {
            Count("connect", connection.Descriptor);
            return;
        }
        _transport.Open(connection);
        _epoll.Add(connection.Descriptor, connection.Token, Libc.In);
        Begin(connection);
    }

    /// <summary>Begins a message on the connection whose turn it is; one that still waits for an answer is passed over.</summary>
    private void BeginNext()
    {
        do
            _turn = (_turn + 1) % _connections.Length;
        while (_connections[_turn].IsBusy);
        var next = _connections[_turn];
        next.Started = Stopwatch.GetTimestamp();
        Begin(next);
    }

    private void Begin(ClientConnection connection)
    {
        _conversation.Begin(connection);
        connection.IsBusy = true;
        connection.Sent = connection.Received = 0;
        Send(connection);
    }

    private void Send(ClientConnection connection)
    {
        var sent = _transport.Send(connection, _conversation.Unsent(connection));
        if (sent < 0 && sent != -Libc.EAgain)
        {
            Fail(connection, "send", sent);
            return;
        }
        connection.Sent += Math.Max(sent, 0);
        var more = !connection.AwaitsPeer && !_conversation.Unsent(connection).IsEmpty;
        if (more != connection.WaitsForRoom)
        {
            _epoll.Modify(connection.Descriptor, connection.Token, more ? Libc.In | Libc.Out : Libc.In);
            connection.WaitsForRoom = more;
        }
    }

    private void Receive(ClientConnection connection)
    {
        var received = _transport.Receive(connection, _conversation.Room(connection));
        if (received <= 0)
        {
            if (received != -Libc.EAgain)
                Fail(connection, received == 0 ? "closed by the server" : "receive", received);
            return;
        }
        connection.Received += received;
        switch (_conversation.Judge(connection))
        {
            case Exchange.Complete: Complete(connection); break;
            case Exchange.Wrong: Fail(connection, "wrong answer", 0); break;
        }
    }

    private void Complete(ClientConnection connection)
    {
        var now = Stopwatch.GetTimestamp();
        if (now >= _from && now <= _end)
        {
            Latencies.Add((long)((now - connection.Started) * NanosecondsPerTick));
            Messages++;
            Bytes += _conversation.Payload(connection);
        }

        if (now >= _from) connection.Completed++;
        connection.IsBusy = false;
        if (_opensAll)
        {
            _held++;
            if (_opened < _connections.Length)
                Open(_connections[_opened++]);
            return;
        }
        switch (_workload)
        {
            case Workload.Connect:
                Close(connection);
                Open(connection);
                break;
            case Workload.Turns:
                BeginNext();
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

    private void Close(ClientConnection connection)
    {
        _transport.Close(connection);
        if (connection.Descriptor >= 0)
            _ = Libc.Close(connection.Descriptor);
        connection.Descriptor = -1;
        connection.WaitsForRoom = false;
    }
}
