namespace SocketGateway.Gateway.Certificates;

/// <summary>What is said of certificates while the gateway runs.</summary>
internal static partial class CertificateLog
{
    [LoggerMessage(420, LogLevel.Information, "{Listener}: {Subject} is new; handshakes from now on show it")]
    public static partial void Renewed(ILogger logger, string listener, string subject);

    [LoggerMessage(421, LogLevel.Error, "{Listener}: {Subject} was changed and cannot be used, so the former one is kept: {Fault}")]
    public static partial void Refused(ILogger logger, string listener, string subject, string fault);

    [LoggerMessage(422, LogLevel.Warning, "{Listener}: the certificate for {Host} {Warning}")]
    public static partial void Expires(ILogger logger, string listener, string host, string warning);

    [LoggerMessage(423, LogLevel.Error, "the files of certificates could not be looked at; they will be again")]
    public static partial void NotLooked(ILogger logger, Exception error);
}
