using System.Globalization;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>HAProxy in front of a server, by the settings in <c>Rivals/HAProxy</c>: in the foreground, one process.</summary>
internal static class HAProxy
{
    public const string Program = "/usr/sbin/haproxy";

    /// <summary>Why there is none on this machine; null when there is.</summary>
    public static string? Missing => File.Exists(Program) ? null : "haproxy is not installed";

    private static string Settings => Path.Combine(Built.Root, "tests/Benchmarks/Rivals/HAProxy/haproxy.cfg");

    /// <summary>Forwards to a server that is started and counted with it.</summary>
    public static ServerCommand InFrontOf(ServerCommand server, int port) => To(server.Port, port, []) with { Behind = server };

    /// <summary>Forwards to what listens on a port.</summary>
    public static ServerCommand Forward(int destination, int port) => To(destination, port, []);

    /// <summary>The same, without a copy through its own memory where it thinks that worth it.</summary>
    public static ServerCommand ForwardBySplice(int destination, int port) => To(destination, port, new() { ["SPLICE"] = "1" });

    /// <summary>The same for clients under TLS, who see a certificate that is in one file with its key.</summary>
    public static ServerCommand ForwardFromTls(int destination, int port, string certificate) =>
        To(destination, port, new() { ["CERTIFICATE"] = certificate });

    private static ServerCommand To(int destination, int port, Dictionary<string, string> environment)
    {
        environment["LISTEN_PORT"] = Text(port);
        environment["SERVER_PORT"] = Text(destination);
        return new ServerCommand(Program, ["-db", "-f", Settings], environment, Environment.CurrentDirectory, port);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
