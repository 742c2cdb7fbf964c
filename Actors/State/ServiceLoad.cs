using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.State;

/// <summary>What one service has to do on this node. Thread-safe.</summary>
internal sealed class ServiceLoad(ServiceLoads all, string name, int maxSessions, StateReadability state)
{
    private int _sessions;
    private int _draining;

    public string Name => name;

    /// <summary>0: no limit.</summary>
    public int MaxSessions => maxSessions;

    /// <summary>Sessions that live here, those that are about to end included.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>It takes no further sessions.</summary>
    public bool Draining
    {
        get => Volatile.Read(ref _draining) != 0;
        set
        {
            Volatile.Write(ref _draining, value ? 1 : 0);
            all.Changed();
        }
    }

    public void Opened() => Interlocked.Increment(ref _sessions);

    public void Ended() => Interlocked.Decrement(ref _sessions);

    /// <summary>Whether a session here can go on from a state of this type and version.</summary>
    public bool CanRead(string type, int version, StartKind start) => state.CanRead(type, version, start);

    public ServiceReport Report() => new(name, Sessions, maxSessions, Draining, state.Type, state.From, state.To);
}
