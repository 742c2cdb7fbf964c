using System.Collections.Concurrent;
using SocketGateway.Actors.Relay;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Relay;

/// <summary>Keeps what a pair tells, and does on the loop's thread what a test wants to have done there.</summary>
internal sealed class RecordingHandler : IRelayHandler
{
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<(RelayEnd, string)> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _received;
    private long _sent;
    private long _buffered;
    private long _mostBuffered;

    public ConcurrentQueue<Action> Commands { get; } = new();

    /// <summary>Done when the destination has answered.</summary>
    public Action OnConnected { get; set; } = static () => { };

    public Task IsConnected => _connected.Task;

    public Task<int> HasFailed => _failed.Task;

    public Task IsDue => _due.Task;

    public Task<(RelayEnd End, string Reason)> HasEnded => _ended.Task;

    public (long Received, long Sent) Moved => (Volatile.Read(ref _received), Volatile.Read(ref _sent));

    public (long Now, long Most) Buffered => (Volatile.Read(ref _buffered), Volatile.Read(ref _mostBuffered));

    public ConcurrentQueue<HeldUpBy> Pauses { get; } = new();

    void IRelayHandler.Connected()
    {
        OnConnected();
        _connected.TrySetResult();
    }

    void IRelayHandler.ConnectFailed(int error) => _failed.TrySetResult(error);

    void IRelayHandler.Moved(long received, long sent)
    {
        if (received < 0 || sent < 0) throw new InvalidOperationException($"counted back: {received}, {sent}");
        Interlocked.Add(ref _received, received);
        Interlocked.Add(ref _sent, sent);
    }

    void IRelayHandler.Buffered(int change)
    {
        var now = Interlocked.Add(ref _buffered, change);
        if (now > _mostBuffered) Volatile.Write(ref _mostBuffered, now);
    }

    void IRelayHandler.Paused(HeldUpBy side, long milliseconds) => Pauses.Enqueue(side);

    void IRelayHandler.OnCommand(int command, string? reason)
    {
        if (Commands.TryDequeue(out var action)) action();
    }

    void IRelayHandler.OnDue() => _due.TrySetResult();

    void IRelayHandler.Ended(RelayEnd end, string reason) => _ended.TrySetResult((end, reason));
}
