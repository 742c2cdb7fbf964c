using System.Globalization;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>nginx as a TCP proxy, by the settings in <c>Rivals/Nginx</c>: a master and two workers, in the foreground, in a folder of their own.</summary>
internal static class Nginx
{
    public const string Program = "/usr/sbin/nginx";

    private const string Module = "/usr/lib/nginx/modules/ngx_stream_module.so";
    private const int Workers = 2;

    private static string? _folder;

    /// <summary>Why there is none on this machine; null when there is.</summary>
    public static string? Missing =>
        !File.Exists(Program) ? "nginx is not installed" : !File.Exists(Module) ? "nginx has no stream module (libnginx-mod-stream)" : null;

    private static string Settings => Path.Combine(Built.Root, "tests/Benchmarks/Rivals/Nginx/nginx.conf");

    /// <summary>Forwards to what listens on a port.</summary>
    public static ServerCommand Forward(int destination, int port)
    {
        _folder ??= Directory.CreateTempSubdirectory("nginx-benchmark-").FullName;
        var prefix = Directory.CreateDirectory(Path.Combine(_folder, Text(port))).FullName;
        var settings = Path.Combine(prefix, "nginx.conf");
        File.WriteAllText(settings, File.ReadAllText(Settings)
            .Replace("{listen}", Text(port), StringComparison.Ordinal)
            .Replace("{server}", Text(destination), StringComparison.Ordinal));
        // Its workers would be somebody else's when root starts it; others may not choose.
        string[] user = Environment.IsPrivilegedProcess ? ["-g", $"user {Environment.UserName};"] : [];
        return new ServerCommand(Program, ["-e", "stderr", "-p", prefix, "-c", settings, .. user], new Dictionary<string, string>(), prefix, port)
        {
            Workers = Workers,
        };
    }

    public static void DeleteFolder()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        _folder = null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
