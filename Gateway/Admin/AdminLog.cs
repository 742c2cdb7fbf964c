namespace SocketGateway.Gateway.Admin;

/// <summary>What operators do, and who answers them, in the log.</summary>
internal static partial class AdminLog
{
    public const string Category = "SocketGateway.Admin";

    [LoggerMessage(500, LogLevel.Information, "{Who} from {Where}: {Method} {Path} was answered {Status}")]
    public static partial void Changed(ILogger logger, string who, string where, string method, string path, int status);

    [LoggerMessage(501, LogLevel.Information, "the process that answered on {EndPoint} has let go of it: now this one does")]
    public static partial void TakenOver(ILogger logger, string endPoint);

    [LoggerMessage(502, LogLevel.Information, "{Who} from {Where} {Verb} destination {Destination} of {Service}, whose connections {Fate}")]
    public static partial void DestinationChanged(ILogger logger, string who, string where, string verb, string destination, string service, string fate);
}
