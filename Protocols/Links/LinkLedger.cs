using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// All bookkeeping of one end of one link (rules 18 to 20): its number, windows, fair queues, fragments, acknowledgements and silence. Events in, effects out, without actors,
/// I/O or clock. <c>now</c> is in milliseconds of the node's monotonic clock.
/// </summary>
internal sealed class LinkLedger
{
    public LinkLedger(LinkRole role, NodeId self, LinkLimits limits, ILinkEffects effects, ulong number) => throw new NotImplementedException();

    /// <summary>Who is at the other end; known once the link is up.</summary>
    public NodeId Peer => throw new NotImplementedException();

    public ulong Number => throw new NotImplementedException();

    public bool IsUp => throw new NotImplementedException();

    /// <summary>The instant at which <see cref="Tick"/> has something to do; it may come early, never late.</summary>
    public long NextDue => throw new NotImplementedException();

    /// <summary>The instant at which the last frame of the other end arrived.</summary>
    public long LastHeard => throw new NotImplementedException();

    /// <summary>Something waits that <see cref="Flush"/> could send now.</summary>
    public bool HasWork => throw new NotImplementedException();

    public LinkStatistics Statistics => throw new NotImplementedException();

    public static bool TryPeekHello(ReadOnlyMemory<byte> frame, out NodeId from, out ulong number) => throw new NotImplementedException();

    public static bool TryPeekNumber(ReadOnlyMemory<byte> frame, out ulong number) => throw new NotImplementedException();

    public static bool TryMakeGone(ReadOnlyMemory<byte> frame, out byte[] gone) => throw new NotImplementedException();

    /// <summary>A gateway says hello; a service node waits for one.</summary>
    public void Start(long now) => throw new NotImplementedException();

    /// <summary>A frame of the other end.</summary>
    public void Receive(ReadOnlyMemory<byte> frame, long now) => throw new NotImplementedException();

    /// <summary>Queues a message of a session. Nothing is sent before <see cref="Flush"/>, so that frames gather what waits.</summary>
    public void Enqueue(ConnectionId connection, SessionProtocol message) => throw new NotImplementedException();

    /// <summary>Queues a message between the nodes.</summary>
    public void Enqueue(LinkControl message) => throw new NotImplementedException();

    /// <summary>Forgets what waits for a session that is over.</summary>
    public void Forget(ConnectionId connection) => throw new NotImplementedException();

    /// <summary>Sends what waits, as far as the window goes.</summary>
    public void Flush(long now) => throw new NotImplementedException();

    /// <summary>The clock. <paramref name="late"/>: by how much this tick came later than it was due, which is nobody else's fault (rule 20).</summary>
    public void Tick(long now, long late) => throw new NotImplementedException();

    /// <summary>The way to the other end is known to be gone.</summary>
    public void Lose(string reason) => throw new NotImplementedException();
}
