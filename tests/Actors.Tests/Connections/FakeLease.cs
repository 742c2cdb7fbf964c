using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>Keeps what it is asked for, and ends when the test says so.</summary>
internal sealed class FakeLease : ILease, ILender
{
    private SafeHandle? _socket;
    private int _asked;
    private IActorRef _owner = ActorRefs.Nobody;

    public ConcurrentQueue<string> Calls { get; } = new();

    public LeaseStatus Status
    {
        get
        {
            Interlocked.Increment(ref _asked);
            return field;
        }
        set;
    } = new("relaying", 3, 5, HeldUpBy.Nobody, IsIdle: true);

    /// <summary>How often its status was looked at.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public bool HasSocket => _socket is { IsClosed: false, IsInvalid: false };

    public bool IsEventLoop => false;

    public bool KeepsBandwidth => true;

    public ILease Lend(ConnectionInfo connection, ConnectionBandwidth? bandwidth) => this;

    public void Begin(SafeHandle socket, IActorRef owner)
    {
        (_socket, _owner) = (socket, owner);
        Calls.Enqueue("begin");
    }

    public void Finish(string reason) => Calls.Enqueue($"finish {reason}");

    public void Abort(string reason) => Calls.Enqueue($"abort {reason}");

    public void Drain(TimeSpan remaining) => Calls.Enqueue("drain");

    public void End(string reason, bool orderly)
    {
        _socket!.Dispose();
        _owner.Tell(new LeaseProtocol.Ended(reason, orderly));
    }
}
