using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Actors.Listeners;

/// <summary>What a listener says in the log.</summary>
internal static partial class ListenerLog
{
    public static void Refused(RepeatLimiter repeats, ILogger logger, string listener, string reason, string peer) =>
        repeats.Say(202, listener, reason, count => Refused(logger, listener, count, reason, peer));

    public static void ShortOfDescriptors(RepeatLimiter repeats, ILogger logger, long used, long limit, int connections) =>
        repeats.Say(205, "", "", count => ShortOfDescriptors(logger, count, used, limit, connections));

    public static void DescriptorsLeft(RepeatLimiter repeats, ILogger logger, long used, long limit) =>
        repeats.Say(206, "", "", count => DescriptorsLeft(logger, count, used, limit));

    [LoggerMessage(200, LogLevel.Debug, "{Listener} listens on {Local}, for {Service}")]
    public static partial void Bound(ILogger logger, string listener, string local, string service);

    [LoggerMessage(201, LogLevel.Debug, "{Listener} is suspended: {Local} is closed for new clients, {Connections} connections go on")]
    public static partial void Suspended(ILogger logger, string listener, string local, int connections);

    [LoggerMessage(202, LogLevel.Warning, "{Listener} refused {Count} clients ({Reason}), the last one {Peer}")]
    private static partial void Refused(ILogger logger, string listener, long count, string reason, string peer);

    [LoggerMessage(203, LogLevel.Error, "{Listener} lost its socket on {Local} and with it {Connections} connections; it binds again")]
    public static partial void Lost(ILogger logger, string listener, string local, int connections);

    [LoggerMessage(204, LogLevel.Error, "{Listener} cannot bind {Local}: {Error}")]
    public static partial void BindFailed(ILogger logger, string listener, string local, string error);

    [LoggerMessage(205, LogLevel.Warning, "hardly any descriptors are left, {Count} times: {Used} of {Limit} are open; all listeners are suspended until there are more, {Connections} connections go on")]
    private static partial void ShortOfDescriptors(ILogger logger, long count, long used, long limit, int connections);

    [LoggerMessage(206, LogLevel.Information, "there are descriptors again, {Count} times: {Used} of {Limit} are open; the listeners are resumed")]
    private static partial void DescriptorsLeft(ILogger logger, long count, long used, long limit);
}
