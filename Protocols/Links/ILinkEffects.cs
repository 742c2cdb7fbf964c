using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>What a <see cref="LinkLedger"/> asks of the world. An implementation must not call back into the ledger from within one of them.</summary>
internal interface ILinkEffects
{
    /// <summary>Hand this frame to the transport, which keeps the order and may lose a suffix, never a middle. The bytes are the caller's again afterwards.</summary>
    void SendFrame(ReadOnlySpan<byte> frame);

    /// <summary>Hello and welcome were exchanged; sessions may be opened.</summary>
    void Up(NodeId peer);

    /// <summary>A message of, or to, the session of this connection. Byte payloads may be slices of the frame that was received.</summary>
    void Deliver(ConnectionId connection, SessionProtocol message);

    /// <summary>Whatever of <see cref="LinkControl"/> is not the ledger's own business: all but Hello and Welcome.</summary>
    void Deliver(LinkControl message);

    /// <summary>This message of a session cannot be sent: it is larger than <see cref="LinkLimits.MaxMessage"/>. The link goes on.</summary>
    void TooLarge(ConnectionId connection, int epoch, int bytes);

    /// <summary>The link is over, and with it all its sessions. Called once, and nothing after it.</summary>
    void Down(string reason);
}
