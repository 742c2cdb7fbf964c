using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>A message that waits, by reference: it is encoded when it is its turn, into the frame that it goes with. Used again and again.</summary>
internal sealed class OutboundMessage
{
    public OutboundMessage? Next { get; set; }

    public ConnectionId Connection { get; set; }

    /// <summary>Either this, or <see cref="Control"/>.</summary>
    public SessionProtocol? Message { get; set; }

    public LinkControl? Control { get; set; }

    /// <summary>Its encoded length in bytes; 0 as long as nobody has counted.</summary>
    public long Length { get; set; }

    /// <summary>A piece of it was sent, so that the rest has to follow.</summary>
    public bool Begun { get; set; }

    public EntryKind Kind => Control is null ? EntryKind.Session : EntryKind.Node;

    public void Write(ref LinkWriter writer)
    {
        if (Control is not null) LinkCodec.Write(ref writer, Control);
        else LinkCodec.Write(ref writer, Message!);
    }
}
