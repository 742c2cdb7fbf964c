using System.Net;

namespace SocketGateway.Gateway.Pty;

/// <summary>What programs at terminals say in the log; never what is typed or shown.</summary>
internal static partial class PtyLog
{
    [LoggerMessage(700, LogLevel.Information, "{Connection} {User} from {Peer} runs {Program} as {RunAs}, process {Process}")]
    public static partial void Started(ILogger logger, string connection, string user, IPEndPoint peer, string program, string runAs, int process);

    [LoggerMessage(701, LogLevel.Information, "{Connection} process {Process} of {User} ended with code {Code}")]
    public static partial void Ended(ILogger logger, string connection, int process, string user, int code);

    [LoggerMessage(702, LogLevel.Error, "{Connection} the program of {Service} cannot be started for {User}: {Reason}")]
    public static partial void CannotStart(ILogger logger, string connection, string service, string user, string reason);

    [LoggerMessage(703, LogLevel.Warning, "{Connection} {User} from {Peer} gets no program: as many as {Service} may have run already")]
    public static partial void Full(ILogger logger, string connection, string user, IPEndPoint peer, string service);

    [LoggerMessage(704, LogLevel.Warning, "{Connection} {User} from {Peer} may not log in to {Service}: the role login is missing")]
    public static partial void NotAllowed(ILogger logger, string connection, string user, IPEndPoint peer, string service);

    [LoggerMessage(705, LogLevel.Warning, "{Connection} the program of {User} is lost with its session")]
    public static partial void Lost(ILogger logger, string connection, string user);

    [LoggerMessage(707, LogLevel.Debug, "the processes cannot be listed: {Reason}")]
    public static partial void CannotLook(ILogger logger, string reason);

    [LoggerMessage(706, LogLevel.Warning, "session {Process}: {Count} processes cannot be killed")]
    public static partial void CannotBeKilled(ILogger logger, int process, int count);
}
