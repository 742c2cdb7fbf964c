namespace SocketGateway.Gateway.Forwarding;

/// <summary>What is found out about destinations.</summary>
internal static partial class ForwardingLog
{
    [LoggerMessage(810, LogLevel.Warning, "{Service}: {Host} of destination {Destination} cannot be looked up: {Why}; its last addresses are used")]
    public static partial void NotResolved(ILogger logger, string service, string destination, string host, string why);

    [LoggerMessage(811, LogLevel.Information, "{Service}: {Host} of destination {Destination} can be looked up again: {Count} addresses")]
    public static partial void Resolved(ILogger logger, string service, string destination, string host, int count);

    [LoggerMessage(812, LogLevel.Warning, "{Service}: the check of destination {Destination} at {Address} failed: {Why}")]
    public static partial void CheckFailed(ILogger logger, string service, string destination, string address, string why);

    [LoggerMessage(813, LogLevel.Information, "{Service}: the check of destination {Destination} at {Address} succeeded again")]
    public static partial void CheckSucceeded(ILogger logger, string service, string destination, string address);

    [LoggerMessage(814, LogLevel.Warning, "{Service}: destination {Destination} is ejected for {Time}: connections to it failed")]
    public static partial void Ejected(ILogger logger, string service, string destination, TimeSpan time);

    [LoggerMessage(815, LogLevel.Warning, "{Service}: destination {Destination} is {State}")]
    public static partial void IsAway(ILogger logger, string service, string destination, string state);

    [LoggerMessage(816, LogLevel.Information, "{Service}: destination {Destination} is {State}")]
    public static partial void IsNow(ILogger logger, string service, string destination, string state);

    [LoggerMessage(817, LogLevel.Information, "{Service}: its destinations are configured anew: {Destinations}")]
    public static partial void Updated(ILogger logger, string service, string destinations);
}
