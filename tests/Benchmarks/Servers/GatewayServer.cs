using System.Globalization;
using SocketGateway.Benchmarks.Load;
using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>The gateway as shipped: its bundled settings, with ports of its own, no spans and no log.</summary>
internal static class GatewayServer
{
    private const int EchoPort = 7, FtpPort = 21, HttpPort = 80;

    /// <summary>One process that does everything.</summary>
    public static ServerCommand Single(string assembly, IReadOnlyDictionary<string, string> overrides, Row row)
    {
        var (offset, admin) = FreePorts.Find();
        var environment = Environment(offset, admin);
        if (row.NeedsFiles)
        {
            environment["SocketGateway__Services__files__Root"] = FtpFiles.Root;
            environment[$"SocketGateway__Users__{FtpFiles.Writer}__PasswordHash"] = FtpFiles.WriterHash;
            environment[$"SocketGateway__Users__{FtpFiles.Writer}__Roles__0"] = "files";
        }
        return Command(assembly, environment, overrides, offset + (row.NeedsFiles ? FtpPort : row.Workload == Workload.Http ? HttpPort : EchoPort));
    }

    /// <summary>Two nodes on this machine: one that only holds the sockets, and behind it one that only hosts the sessions.</summary>
    public static ServerCommand Across(string assembly, IReadOnlyDictionary<string, string> overrides)
    {
        var (offset, admin) = FreePorts.Find();
        var (unbound, serviceAdmin) = FreePorts.Find();
        var seed = FreePorts.Pair();
        return Command(assembly, Node(Environment(offset, admin), "gateway", seed, seed), overrides, offset + EchoPort) with
        {
            Behind = Command(assembly, Node(Environment(unbound, serviceAdmin), "service", FreePorts.Pair(), seed), overrides, serviceAdmin),
        };
    }

    /// <summary>One process that forwards, by the settings in <c>Gateway</c>; where the row says so, what it gets under TLS.</summary>
    public static ServerCommand Forward(string assembly, IReadOnlyDictionary<string, string> overrides, Row row, int destination)
    {
        var (port, admin) = (FreePorts.One(), FreePorts.One());
        var environment = Environment(0, admin);
        environment["SocketGateway__Listeners__forward__Port"] = Text(port);
        environment["SocketGateway__Services__forward__Destinations__a__Address"] = $"127.0.0.1:{Text(destination)}";
        if (row.Tls != TlsUse.None)
            environment["SocketGateway__Listeners__forward__Tls__Certificate__Path"] = TlsFiles.Certificate;
        var command = Command(assembly, environment, overrides, port);
        return command with { Arguments = [.. command.Arguments, "--config", Path.Combine(Built.Root, "tests/Benchmarks/Gateway/forward.json")] };
    }

    private static Dictionary<string, string> Environment(int offset, int admin) => new()
    {
        ["OTEL_TRACES_SAMPLER"] = "always_off",
        ["Logging__LogLevel__Default"] = "Warning",
        ["SocketGateway__PortOffset"] = Text(offset),
        ["SocketGateway__Telemetry__Console"] = "Off",
        ["SocketGateway__Admin__Url"] = $"http://127.0.0.1:{admin}",
    };

    private static Dictionary<string, string> Node(Dictionary<string, string> environment, string role, int port, int seed)
    {
        environment["SocketGateway__Cluster__Enabled"] = "true";
        environment["SocketGateway__Cluster__Roles__0"] = role;
        environment["SocketGateway__Cluster__Port"] = Text(port);
        environment["SocketGateway__Cluster__SeedNodes__0"] = $"127.0.0.1:{Text(seed)}";
        return environment;
    }

    private static ServerCommand Command(
        string assembly, Dictionary<string, string> environment, IReadOnlyDictionary<string, string> overrides, int port)
    {
        foreach (var (key, value) in overrides)
            environment[key] = value;
        return ServerCommand.DotNet([Path.GetFullPath(assembly), "run"], environment, port);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
