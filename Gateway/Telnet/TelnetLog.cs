using System.Net;

namespace SocketGateway.Gateway.Telnet;

/// <summary>What remote logins say in the log; passwords and what is typed never are in it.</summary>
internal static partial class TelnetLog
{
    [LoggerMessage(600, LogLevel.Information, "{Connection} {User} logged in from {Peer}")]
    public static partial void LoggedIn(ILogger logger, string connection, string user, IPEndPoint peer);

    [LoggerMessage(601, LogLevel.Warning, "{Connection} a login as {User} from {Peer} failed")]
    public static partial void LoginFailed(ILogger logger, string connection, string user, IPEndPoint peer);

    [LoggerMessage(602, LogLevel.Warning, "{Connection} {User} from {Peer} is no operator")]
    public static partial void NotAnOperator(ILogger logger, string connection, string user, IPEndPoint peer);

    [LoggerMessage(603, LogLevel.Warning, "{Connection} {User} may not log in: {Service} can be reached by other machines and lacks AllowClearText")]
    public static partial void ClearText(ILogger logger, string connection, string user, string service);

    [LoggerMessage(604, LogLevel.Warning, "{Connection} {User} from {Peer} kicked {Target}: {Sockets} {Service}")]
    public static partial void Kicked(
        ILogger logger, string connection, string user, IPEndPoint peer, string target, string sockets, string service);

    [LoggerMessage(606, LogLevel.Warning, "{Connection} {User} from {Peer} {Verb} the listener {Listener} on {Local}")]
    public static partial void Listening(ILogger logger, string connection, string user, IPEndPoint peer, string verb, string listener, string local);

    [LoggerMessage(608, LogLevel.Warning, "{Connection} {User} from {Peer} {Verb} {Service} on {Node}")]
    public static partial void Drained(ILogger logger, string connection, string user, IPEndPoint peer, string verb, string service, string node);

    [LoggerMessage(610, LogLevel.Warning, "{Connection} {User} from {Peer} {Verb} destination {Destination} of {Service}, whose connections {Fate}")]
    public static partial void DestinationChanged(ILogger logger, string connection, string user, IPEndPoint peer, string verb, string destination, string service, string fate);

    [LoggerMessage(609, LogLevel.Warning, "{Connection} {User} from {Peer} moves {Count} sessions of {Service} from {From} to {To}")]
    public static partial void Moved(ILogger logger, string connection, string user, IPEndPoint peer, int count, string service, string from, string to);

    [LoggerMessage(607, LogLevel.Debug, "{Connection} from {Peer} is turned away: its address is locked out")]
    public static partial void LockedOut(ILogger logger, string connection, IPEndPoint peer);

    [LoggerMessage(605, LogLevel.Debug, "{Connection} broke the protocol: {Reason}")]
    public static partial void Malformed(ILogger logger, string connection, string reason);
}
