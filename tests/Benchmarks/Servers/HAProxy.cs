using System.Globalization;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>HAProxy in front of a server, by the settings in <c>Rivals/HAProxy</c>: in the foreground, one process.</summary>
internal static class HAProxy
{
    private const string Program = "/usr/sbin/haproxy";

    /// <summary>Why there is none on this machine; null when there is.</summary>
    public static string? Missing => File.Exists(Program) ? null : "haproxy is not installed";

    private static string Settings => Path.Combine(Built.Root, "tests/Benchmarks/Rivals/HAProxy/haproxy.cfg");

    public static ServerCommand InFrontOf(ServerCommand server, int port) => new(
        Program,
        ["-db", "-f", Settings],
        new Dictionary<string, string> { ["LISTEN_PORT"] = Text(port), ["SERVER_PORT"] = Text(server.Port) },
        Environment.CurrentDirectory,
        port)
    {
        Behind = server,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
