using Microsoft.Extensions.Logging;

namespace SocketGateway.Actors.Relay;

/// <summary>What forwarding says in the log.</summary>
internal static partial class ForwardLog
{
    public const int ConnectFailedId = 800, GaveUpId = 801;

    [LoggerMessage(ConnectFailedId, LogLevel.Warning, "{Connection} {Service} could not connect to {Destination} at {EndPoint}: {Why} (x{Count})")]
    public static partial void ConnectFailed(ILogger logger, string connection, string service, string destination, string endPoint, string why, long count);

    [LoggerMessage(GaveUpId, LogLevel.Warning, "{Connection} {Service} has no destination for it: {Reason} (x{Count})")]
    public static partial void GaveUp(ILogger logger, string connection, string service, string reason, long count);
}
