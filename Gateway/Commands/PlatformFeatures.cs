namespace SocketGateway.Gateway.Commands;

/// <summary>What only some platforms can do.</summary>
internal static class PlatformFeatures
{
    /// <summary>What this one cannot.</summary>
    public static IEnumerable<string> Missing()
    {
        if (OperatingSystem.IsLinux()) yield break;
        yield return "suspending a listener without losing connections that are just being made";
        yield return "notifying systemd";
        yield return "Telnet logins to a program";
        if (OperatingSystem.IsWindows()) yield return "reloading by SIGHUP";
    }
}
