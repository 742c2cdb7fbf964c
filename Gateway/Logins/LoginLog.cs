using System.Net;

namespace SocketGateway.Gateway.Logins;

/// <summary>What the guard says in the log.</summary>
internal static partial class LoginLog
{
    [LoggerMessage(620, LogLevel.Warning, "{Client} is locked out for {Time}: {Failures} logins failed")]
    public static partial void LockedOut(ILogger logger, IPAddress client, int failures, TimeSpan time);
}
