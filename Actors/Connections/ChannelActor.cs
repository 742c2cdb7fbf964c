using System.Net;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>
/// Gets one further channel its socket: listens for one connection of the client's address, or connects. It stays as the parent of a listening socket, since
/// Akka.IO resets accepted connections when their listener stops; further callers are turned away.
/// </summary>
internal sealed class ChannelActor : UntypedActor
{
    private const int PortTries = 16;

    /// <summary>One read. A session has few further channels, and not for long, but what goes over them is a lot: files.</summary>
    private const int ReadBufferBytes = 64 * 1024;

    private readonly int _channel;
    private readonly IPAddress _local;
    private readonly IPEndPoint _peer;
    private readonly (int First, int Last) _ports;
    private readonly bool _listens;
    private readonly ListenerSettings _settings;
    private readonly bool _tls;
    private readonly SocketCapture _sockets = new();
    private int _triesLeft;
    private int _port;
    private bool _taken;
    private IActorRef? _listener;

    private ChannelActor(int channel, bool listens, IPAddress local, IPEndPoint peer, (int First, int Last) ports, ListenerSettings settings, bool tls)
    {
        (_channel, _listens, _local, _peer, _ports, _settings, _tls) = (channel, listens, local, peer, ports, settings, tls);
        _triesLeft = ports.First == 0 ? 1 : Math.Min(PortTries, ports.Last - ports.First + 1);
    }

    public static Props PropsForListening(int channel, SocketPair client, int firstPort, int lastPort, ListenerSettings settings, bool tls = false) =>
        ActorProps.For(() => new ChannelActor(channel, true, client.Local.Address, client.Peer, new ValueTuple<int, int>(firstPort, lastPort), settings, tls));

    public static Props PropsForConnecting(int channel, IPAddress local, IPEndPoint peer, ListenerSettings settings, bool tls = false) =>
        ActorProps.For(() => new ChannelActor(channel, false, local, peer, new ValueTuple<int, int>(0, 0), settings, tls));

    /// <summary>No more than the client may send in one turn.</summary>
    private int ReadBytes => Math.Min(ReadBufferBytes, _settings.Bandwidth?.Limits.ReceiveSlice ?? ReadBufferBytes);

    private TcpSettings BulkReads => TcpSettings.Create(Context.System) with { MaxFrameSizeBytes = ReadBytes };

    protected override void PreStart()
    {
        if (_listens) Bind();
        else Connect();
    }

    // A listener whose owner is gone without this warns in the log.
    protected override void PostStop() => _listener?.Tell(Tcp.Unbind.Instance);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tcp.Bound bound:
                _listener = Sender;
                Context.Parent.Tell(new ConnectionChannels.Listening(_channel, (IPEndPoint)bound.LocalAddress, null));
                break;
            case Tcp.CommandFailed { Cmd: Tcp.Bind } when --_triesLeft > 0:
                Bind();
                break;
            case Tcp.CommandFailed { Cmd: Tcp.Bind } failed:
                Context.Parent.Tell(new ConnectionChannels.Listening(_channel, null, SocketErrors.Reason(failed)));
                break;
            case Tcp.CommandFailed { Cmd: Tcp.Connect } failed:
                Context.Parent.Tell(new ConnectionChannels.ConnectFailed(_channel, SocketErrors.Reason(failed)));
                break;
            case Tcp.Connected connected:
                Take(connected);
                break;
            case Tcp.ConnectionClosed:
                // A caller that was turned away.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Only the client that owns the control connection may use the port (RFC 2577 section 8).</summary>
    private void Take(Tcp.Connected connected)
    {
        var peer = (IPEndPoint)connected.RemoteAddress;
        var socket = _sockets.Take(connected);
        if (_taken || !Same(peer.Address, _peer.Address))
        {
            Sender.Tell(Tcp.Abort.Instance);
            return;
        }

        _taken = true;
        var writer = _tls
            ? new ChannelSocket(null, Context.ActorOf(TlsSocketActor.PropsForChannel(Sender, _settings.Name, _settings.Tls!)))
            : new ChannelSocket(socket, Sender, ReadBytes);
        Context.Parent.Tell(new ConnectionChannels.Connected(_channel, Self, writer, (IPEndPoint)connected.LocalAddress, peer));
    }

    private void Bind()
    {
        // From a random one on in order, so that a small range is tried out whole.
        var port = _port = _ports.First == 0 ? 0 : _port == 0 ? Random.Shared.Next(_ports.First, _ports.Last + 1) : _port < _ports.Last ? _port + 1 : _ports.First;
        Context.System.Tcp().Tell(new Tcp.Bind(Self, new IPEndPoint(_local, port), backlog: 4, options: [SocketTuning.Instance, _sockets], pullMode: true)
        {
            TcpSettings = BulkReads,
        });
    }

    private void Connect() => Context.System.Tcp().Tell(
        new Tcp.Connect(_peer, new IPEndPoint(_local, 0), options: [SocketTuning.Instance, _sockets], timeout: TimeSpan.FromSeconds(10), pullMode: true) { TcpSettings = BulkReads });

    private static bool Same(IPAddress a, IPAddress b) => (a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a).Equals(b.IsIPv4MappedToIPv6 ? b.MapToIPv4() : b);
}
