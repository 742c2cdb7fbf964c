using System.Buffers;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// The one message that is under way in pieces: encoded as a whole, in a rented array, until the last piece is in a frame. Others that need pieces wait for it, so that
/// neither end ever keeps more than one half-sent message of a kind.
/// </summary>
internal sealed class OutboundPieces
{
    private byte[]? _bytes;
    private int _length;
    private int _sent;

    /// <summary>Whose message it is; null when none is under way.</summary>
    public OutboundMessage? Message { get; private set; }

    public int Remaining => _length - _sent;

    public bool IsFirst => _sent == 0;

    public int Total => _length;

    public void Begin(OutboundMessage message)
    {
        _length = (int)message.Length;
        _bytes = ArrayPool<byte>.Shared.Rent(_length);
        var writer = new LinkWriter(_bytes);
        message.Write(ref writer);
        (Message, _sent, message.Begun) = (message, 0, true);
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        _sent += length;
        return _bytes.AsSpan(_sent - length, length);
    }

    /// <summary>After the last piece, or with the link.</summary>
    public void End()
    {
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Message, _length, _sent) = (null, null, 0, 0);
    }
}
