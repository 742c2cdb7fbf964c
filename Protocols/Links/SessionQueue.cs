using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>What waits for one session, oldest first, and its account with the others.</summary>
internal sealed class SessionQueue
{
    public ConnectionId Connection { get; set; }

    /// <summary>The one whose turn comes after this one's.</summary>
    public SessionQueue? Next { get; set; }

    public OutboundMessage? First { get; set; }

    public OutboundMessage? Last { get; set; }

    /// <summary>Bytes that it may still send in this turn; below zero it has taken more than its share, and turns pass until that is paid.</summary>
    public long Deficit { get; set; }

    /// <summary>It is its turn, and the turn's share was given.</summary>
    public bool InTurn { get; set; }
}
