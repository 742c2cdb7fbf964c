using System.Net;
using SocketGateway.Protocols.Contract;
using ConnectionInfo = SocketGateway.Protocols.Contract.ConnectionInfo;

namespace SocketGateway.Gateway.Telnet;

/// <summary>A line that an operator typed to a session on another node: a value that crosses nodes as JSON.</summary>
internal sealed record RelayedLine(string Line, string User, string Role, string Connection, string Peer, string Local, string Listener, string Service)
{
    public const string Verb = "console";

    /// <summary>Who typed it. A line is passed on once.</summary>
    public ConsoleCaller AsCaller() => new(
        User,
        Role,
        new ConnectionInfo(ConnectionId.TryParse(Connection, out var id) ? id : default, new SocketPair(IPEndPoint.Parse(Peer), IPEndPoint.Parse(Local)), Listener, default),
        Service)
    { IsRelayed = true };

    public static RelayedLine Of(string line, ConsoleCaller caller) => new(
        line,
        caller.User,
        caller.Role,
        caller.Connection.Id.ToString(),
        caller.Connection.Sockets.Peer.ToString(),
        caller.Connection.Sockets.Local.ToString(),
        caller.Connection.Listener,
        caller.Service);
}
