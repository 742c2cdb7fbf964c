using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>What a connection says in the log; the connection's id comes first. What its client can bring about at will is limited.</summary>
internal static partial class ConnectionLog
{
    public static void SessionLost(RepeatLimiter repeats, ILogger logger, string connection, string service, int epoch, string why) =>
        repeats.Say(101, service, "", count => SessionLost(logger, connection, service, epoch, why, count));

    public static void SessionResumed(RepeatLimiter repeats, ILogger logger, string connection, string service, int epoch, string node, long commit, long replayed, bool moved) =>
        repeats.Say(102, service, moved ? "moved" : "", count => SessionResumed(logger, connection, service, epoch, moved ? "moved" : "resumed", node, commit, replayed, count));

    public static void SessionRefused(RepeatLimiter repeats, ILogger logger, string connection, string service, int epoch, string why) =>
        repeats.Say(109, service, RefusalReasons.Known(why), count => SessionRefused(logger, connection, service, epoch, RefusalReasons.Known(why), count));

    public static void Poisoned(RepeatLimiter repeats, ILogger logger, PoisonCapsule capsule) =>
        repeats.Say(103, capsule.Service, "", count => Poisoned(
            logger, capsule.Connection, capsule.Bytes, capsule.Offset, capsule.Service, capsule.Why, capsule.StateType, capsule.StateBytes, capsule.Content, count));

    public static void InvalidCommit(RepeatLimiter repeats, ILogger logger, string connection, string service, int epoch, string why) =>
        repeats.Say(104, service, "", count => InvalidCommit(logger, connection, service, epoch, why, count));

    public static void ServiceFailing(RepeatLimiter repeats, ILogger logger, string connection, string service, string why) =>
        repeats.Say(105, service, "", count => ServiceFailing(logger, connection, service, why, count));

    public static void TlsFailed(RepeatLimiter repeats, ILogger logger, string connection, string listener, string reason, string detail) =>
        repeats.Say(107, listener, reason, count => TlsFailed(logger, connection, listener, reason, detail, count));

    public static void CutOff(RepeatLimiter repeats, ILogger logger, string connection, string listener) =>
        repeats.Say(108, listener, "", count => CutOff(logger, connection, listener, count));

    [LoggerMessage(100, LogLevel.Debug, "{Connection} accepted on {Listener}: {Sockets}")]
    public static partial void Accepted(ILogger logger, string connection, string listener, string sockets);

    [LoggerMessage(106, LogLevel.Information, "{Connection} ended: {Sockets} {Listener} {Service} {Reason}, {Received} bytes in, {Sent} bytes out, {Commits} commits, {Epochs} epochs, {Seconds:F3} s", EventName = "Access")]
    public static partial void Access(ILogger logger, string connection, string sockets, string listener, string service, string reason, long received, long sent, long commits, int epochs, double seconds);

    [LoggerMessage(101, LogLevel.Warning, "{Connection} lost its session of {Service}, epoch {Epoch}: {Why} (x{Count})")]
    private static partial void SessionLost(ILogger logger, string connection, string service, int epoch, string why, long count);

    [LoggerMessage(102, LogLevel.Information, "{Connection} session of {Service}, epoch {Epoch}, {How} at {Node} after commit {Commit}, {Replayed} bytes replayed (x{Count})")]
    private static partial void SessionResumed(ILogger logger, string connection, string service, int epoch, string how, string node, long commit, long replayed, long count);

    [LoggerMessage(109, LogLevel.Warning, "{Connection} found no place for its session of {Service}, epoch {Epoch}: {Why} (x{Count})")]
    private static partial void SessionRefused(ILogger logger, string connection, string service, int epoch, string why, long count);

    [LoggerMessage(107, LogLevel.Information, "{Connection} {Listener}: TLS failed, {Reason}: {Detail} (x{Count})")]
    private static partial void TlsFailed(ILogger logger, string connection, string listener, string reason, string detail, long count);

    [LoggerMessage(108, LogLevel.Information, "{Connection} {Listener}: the client ended without close_notify, so the end of its input may not be its own (x{Count})")]
    private static partial void CutOff(ILogger logger, string connection, string listener, long count);

    [LoggerMessage(103, LogLevel.Error, "{Connection} is closed: an input of {Bytes} bytes at offset {Offset} crashed every session of {Service} it was given to: {Why}; state {StateType} of {StateBytes} bytes; input {Content} (x{Count})")]
    private static partial void Poisoned(ILogger logger, string connection, long bytes, long offset, string service, string why, string stateType, int stateBytes, string content, long count);

    [LoggerMessage(104, LogLevel.Error, "{Connection} dropped an invalid commit of {Service}, epoch {Epoch}: {Why} (x{Count})")]
    private static partial void InvalidCommit(ILogger logger, string connection, string service, int epoch, string why, long count);

    [LoggerMessage(105, LogLevel.Warning, "{Connection} is held: so many sessions of {Service} fail that the fault is the service's: {Why} (x{Count})")]
    private static partial void ServiceFailing(ILogger logger, string connection, string service, string why, long count);
}
