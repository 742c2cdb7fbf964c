using System.Net;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>
/// The sockets of a connection's further channels. Each channel has a <see cref="ChannelActor"/> that gets it a socket; from then on the connection itself is
/// that socket's handler, so that no byte takes a detour.
/// </summary>
internal sealed class ConnectionChannels(SocketPair client, ListenerSettings listener)
{
    private readonly (IActorRef? Actor, ChannelSocket? Socket)[] _channels = new (IActorRef?, ChannelSocket?)[LedgerLimits.MaxChannels];

    /// <summary>The channel's port is open, or <see cref="Error"/> says why not.</summary>
    internal sealed record Listening(int Channel, IPEndPoint? Local, string? Error) : INoSerializationVerificationNeeded;

    /// <summary>The channel's socket.</summary>
    internal sealed record Connected(int Channel, IActorRef Maker, ChannelSocket Socket, IPEndPoint Local, IPEndPoint Peer) : INoSerializationVerificationNeeded;

    /// <summary>No connection could be made.</summary>
    internal sealed record ConnectFailed(int Channel, string Reason) : INoSerializationVerificationNeeded;

    public void Listen(int channel, int firstPort, int lastPort, bool tls, IActorContext context) =>
        Begin(channel, context, ChannelActor.PropsForListening(channel, client, firstPort, lastPort, listener, tls));

    public void Connect(int channel, IPEndPoint peer, bool tls, IActorContext context) =>
        Begin(channel, context, ChannelActor.PropsForConnecting(channel, client.Local.Address, peer, listener, tls));

    /// <summary>A channel's socket; null while it has none.</summary>
    public ChannelSocket? Socket(int channel) => _channels[channel].Socket;

    public bool IsCurrent(int channel, IActorRef maker) => maker.Equals(_channels[channel].Actor);

    /// <summary>Takes over a channel's socket, unless the channel was closed meanwhile.</summary>
    public bool Accept(Connected connected, IActorRef self)
    {
        ref var channel = ref _channels[connected.Channel];
        if (!connected.Maker.Equals(channel.Actor))
        {
            connected.Socket.Owner.Tell(Tcp.Abort.Instance, self);
            return false;
        }

        channel.Socket = connected.Socket;
        connected.Socket.Owner.Tell(new Tcp.Register(self, keepOpenOnPeerClosed: true), self);
        return true;
    }

    public int Find(IActorRef socket)
    {
        for (var i = 1; i < _channels.Length; i++)
        {
            if (socket.Equals(_channels[i].Socket?.Owner)) return i;
        }

        return -1;
    }

    /// <summary>Resets what is open and forgets the channel.</summary>
    public void Release(int channel, IActorContext context)
    {
        var (actor, socket) = _channels[channel];
        _channels[channel] = default;
        socket?.Owner.Tell(Tcp.Abort.Instance, context.Self);
        if (actor is not null) context.Stop(actor);
    }

    private void Begin(int channel, IActorContext context, Props props)
    {
        Release(channel, context);
        _channels[channel].Actor = context.ActorOf(props);
    }
}
