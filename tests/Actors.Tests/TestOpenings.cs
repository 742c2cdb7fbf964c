using System.Diagnostics;
using System.Net;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests;

/// <summary>Openings of sessions as a connection would ask for them.</summary>
internal static class TestOpenings
{
    public static SessionOpening Opening(IActorRef connection, ulong id = 1, int epoch = 7, string service = "test", StartKind start = StartKind.New, SessionState? state = null)
    {
        var sockets = new SocketPair(new IPEndPoint(IPAddress.Loopback, 1625), new IPEndPoint(IPAddress.Loopback, 80));
        return new SessionOpening(
            new SessionProtocol.Open(epoch)
            {
                Connection = new ConnectionInfo(new ConnectionId(id), sockets, "listener", default(ActivityContext)),
                Service = service,
                Start = start,
                LastCommit = start == StartKind.New ? 0 : 1,
                State = state,
                Channels = [new ChannelSnapshot(0, ChannelStatus.Open, sockets.Local, sockets.Peer, 0, false, 0, false, 1000)],
                Timers = [],
                Writable = 0,
                Alias = null,
                InputWindow = 1024,
                MaxCommit = 1024,
                MaxState = 1024,
            },
            connection);
    }
}
