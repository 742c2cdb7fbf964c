using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Actors.Services;

/// <summary>What services say in the log. A client's input can bring any of it about, so each is limited.</summary>
internal static partial class ServiceLog
{
    public static void SessionFailed(RepeatLimiter repeats, ILogger logger, Exception error, string connection, string service, int epoch) =>
        repeats.Say(300, service, error.GetType().Name, count => SessionFailed(logger, error, connection, service, epoch, count));

    public static void CannotCreate(RepeatLimiter repeats, ILogger logger, Exception error, string service) =>
        repeats.Say(301, service, error.GetType().Name, count => CannotCreate(logger, error, service, count));

    public static void CannotDispose(RepeatLimiter repeats, ILogger logger, Exception error, string connection, string service) =>
        repeats.Say(302, service, error.GetType().Name, count => CannotDispose(logger, error, connection, service, count));

    public static void Draining(ILogger logger, string service, bool draining, int sessions)
    {
        if (draining) DrainBegins(logger, service, sessions);
        else DrainEnds(logger, service, sessions);
    }

    [LoggerMessage(303, LogLevel.Information, "{Service} is drained on this node: its {Sessions} sessions are asked to go elsewhere")]
    private static partial void DrainBegins(ILogger logger, string service, int sessions);

    [LoggerMessage(304, LogLevel.Information, "{Service} takes sessions on this node again, beside the {Sessions} that it has")]
    private static partial void DrainEnds(ILogger logger, string service, int sessions);

    [LoggerMessage(300, LogLevel.Error, "{Connection} a session of {Service} failed in epoch {Epoch} (x{Count})")]
    private static partial void SessionFailed(ILogger logger, Exception error, string connection, string service, int epoch, long count);

    [LoggerMessage(301, LogLevel.Error, "a session of {Service} could not be made (x{Count})")]
    private static partial void CannotCreate(ILogger logger, Exception error, string service, long count);

    [LoggerMessage(302, LogLevel.Warning, "{Connection} a session of {Service} failed while it was being disposed (x{Count})")]
    private static partial void CannotDispose(ILogger logger, Exception error, string connection, string service, long count);
}
