using Microsoft.Extensions.Logging;

namespace SocketGateway.Actors.Services;

/// <summary>What services say in the log.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(300, LogLevel.Error, "{Connection} a session of {Service} failed in epoch {Epoch}")]
    public static partial void SessionFailed(ILogger logger, Exception error, string connection, string service, int epoch);

    [LoggerMessage(301, LogLevel.Error, "a session of {Service} could not be made")]
    public static partial void CannotCreate(ILogger logger, Exception error, string service);

    [LoggerMessage(302, LogLevel.Warning, "{Connection} a session of {Service} failed while it was being disposed")]
    public static partial void CannotDispose(ILogger logger, Exception error, string connection, string service);
}
