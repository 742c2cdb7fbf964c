using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>Spare <see cref="OutboundMessage"/>s, so that a message that waits costs no allocation; as many are kept as ordinarily wait.</summary>
internal sealed class MessagePool
{
    private const int MostSpare = 4096;

    private readonly Stack<OutboundMessage> _spare = new();

    public OutboundMessage Take(ConnectionId connection, SessionProtocol message)
    {
        var taken = Take();
        (taken.Connection, taken.Message) = (connection, message);
        return taken;
    }

    public OutboundMessage Take(LinkControl control)
    {
        var taken = Take();
        taken.Control = control;
        return taken;
    }

    public void Return(OutboundMessage message)
    {
        if (_spare.Count == MostSpare) return;
        (message.Next, message.Message, message.Control, message.Length, message.Begun, message.Connection) = (null, null, null, 0, false, default);
        _spare.Push(message);
    }

    private OutboundMessage Take() => _spare.TryPop(out var spare) ? spare : new OutboundMessage();
}
