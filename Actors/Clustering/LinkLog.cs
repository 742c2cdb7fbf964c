using Microsoft.Extensions.Logging;

namespace SocketGateway.Actors.Clustering;

/// <summary>What links say in the log.</summary>
internal static partial class LinkLog
{
    public const int NotSecuredId = 503;
    public const int CannotDialId = 504;
    public const int NoLinkId = 505;

    [LoggerMessage(500, LogLevel.Information, "link to {Node} is up")]
    public static partial void Up(ILogger logger, string node);

    [LoggerMessage(501, LogLevel.Warning, "link to {Node} is down: {Reason}; {Sessions} sessions end with it")]
    public static partial void Down(ILogger logger, string node, string reason, int sessions);

    [LoggerMessage(502, LogLevel.Error, "the question {Verb} of {Node} could not be answered")]
    public static partial void CannotAnswer(ILogger logger, Exception error, string verb, string node);

    [LoggerMessage(NotSecuredId, LogLevel.Warning, "a TLS handshake of a link failed (x{Count}): {Reason}")]
    public static partial void NotSecured(ILogger logger, long count, string reason);

    [LoggerMessage(CannotDialId, LogLevel.Warning, "no link to {Node}: {EndPoint} cannot be reached (x{Count}): {Reason}")]
    public static partial void CannotDial(ILogger logger, string node, string endPoint, long count, string reason);

    [LoggerMessage(NoLinkId, LogLevel.Warning, "{Peer} was refused (x{Count}), no link: {Reason}")]
    public static partial void NoLink(ILogger logger, string peer, long count, string reason);

    [LoggerMessage(506, LogLevel.Error, "the port {EndPoint} for links cannot be bound, tried again in a second: {Error}")]
    public static partial void BindFailed(ILogger logger, string endPoint, string error);
}
