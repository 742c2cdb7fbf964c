using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Hosting;

/// <summary>What the host says in the log.</summary>
internal static partial class GatewayLog
{
    public const int AcceptFailedId = 404;
    public const int NodeAwayId = 406;

    [LoggerMessage(400, LogLevel.Information, "{Signal}: no new clients; {Connections} connections have {Deadline} to end; a second signal ends the process at once")]
    public static partial void Stopping(ILogger logger, string signal, int connections, TimeSpan deadline);

    [LoggerMessage(401, LogLevel.Information, "stopped; {Reset} connections were reset at the deadline")]
    public static partial void Stopped(ILogger logger, int reset);

    [LoggerMessage(402, LogLevel.Warning, "{Warning}")]
    public static partial void Warning(ILogger logger, string warning);

    [LoggerMessage(403, LogLevel.Information, "SIGHUP: {Outcome}")]
    public static partial void Reload(ILogger logger, string outcome);

    [LoggerMessage(405, LogLevel.Warning, "{Sessions} sessions of other nodes' connections found no other place before the deadline: they end here")]
    public static partial void SessionsLeft(ILogger logger, int sessions);

    [LoggerMessage(407, LogLevel.Information, "another process of this user listens on {Ports} too: new clients come here from now on, and it can be stopped")]
    public static partial void TakesOver(ILogger logger, string ports);

    [LoggerMessage(409, LogLevel.Error, "the configuration is not taken over: {Fault}")]
    public static partial void ReloadFault(ILogger logger, ConfigurationFault fault);

    [LoggerMessage(410, LogLevel.Error, "the reload failed, and everything stays as it was")]
    public static partial void ReloadFailed(ILogger logger, Exception error);

    [LoggerMessage(408, LogLevel.Warning, "{Count} keys of the configuration are others than at the start, and need a restart: {Keys}")]
    public static partial void NeedsRestart(ILogger logger, int count, string keys);

    [LoggerMessage(NodeAwayId, LogLevel.Warning, "nodes are away, {Count} times: {Node}")]
    public static partial void NodeAway(ILogger logger, long count, string node);

    [LoggerMessage(AcceptFailedId, LogLevel.Warning, "clients wait, accepting failed {Count} times: {Error}")]
    public static partial void AcceptFailed(ILogger logger, long count, string error);
}
