using Microsoft.Extensions.Logging;

namespace SocketGateway.Actors.Connections;

/// <summary>What a connection says in the log; the connection's id comes first.</summary>
internal static partial class ConnectionLog
{
    [LoggerMessage(100, LogLevel.Debug, "{Connection} accepted on {Listener}: {Sockets}")]
    public static partial void Accepted(ILogger logger, string connection, string listener, string sockets);

    [LoggerMessage(101, LogLevel.Warning, "{Connection} lost its session of {Service}, epoch {Epoch}: {Why}")]
    public static partial void SessionLost(ILogger logger, string connection, string service, int epoch, string why);

    [LoggerMessage(102, LogLevel.Information, "{Connection} resumed by {Service}, epoch {Epoch}, after commit {Commit}")]
    public static partial void SessionResumed(ILogger logger, string connection, string service, int epoch, long commit);

    [LoggerMessage(103, LogLevel.Error, "{Connection} is closed: an input of {Bytes} bytes at offset {Offset} crashed every session of {Service} it was given to: {Why}; state {StateType} of {StateBytes} bytes; input {Content}")]
    public static partial void Poisoned(ILogger logger, string connection, long bytes, long offset, string service, string why, string stateType, int stateBytes, string content);

    [LoggerMessage(104, LogLevel.Error, "{Connection} dropped an invalid commit of {Service}, epoch {Epoch}: {Why}")]
    public static partial void InvalidCommit(ILogger logger, string connection, string service, int epoch, string why);

    [LoggerMessage(105, LogLevel.Warning, "{Connection} is held: so many sessions of {Service} fail that the fault is the service's: {Why}")]
    public static partial void ServiceFailing(ILogger logger, string connection, string service, string why);

    [LoggerMessage(106, LogLevel.Information, "{Connection} ended: {Sockets} {Listener} {Service} {Reason}, {Received} bytes in, {Sent} bytes out, {Commits} commits, {Epochs} epochs, {Seconds:F3} s", EventName = "Access")]
    public static partial void Access(ILogger logger, string connection, string sockets, string listener, string service, string reason, long received, long sent, long commits, int epochs, double seconds);
}
