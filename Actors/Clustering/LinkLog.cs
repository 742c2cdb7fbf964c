using Microsoft.Extensions.Logging;

namespace SocketGateway.Actors.Clustering;

/// <summary>What links say in the log.</summary>
internal static partial class LinkLog
{
    [LoggerMessage(500, LogLevel.Information, "link to {Node} is up")]
    public static partial void Up(ILogger logger, string node);

    [LoggerMessage(501, LogLevel.Warning, "link to {Node} is down: {Reason}; {Sessions} sessions end with it")]
    public static partial void Down(ILogger logger, string node, string reason, int sessions);

    [LoggerMessage(502, LogLevel.Error, "the question {Verb} of {Node} could not be answered")]
    public static partial void CannotAnswer(ILogger logger, Exception error, string verb, string node);
}
