using System.Globalization;
using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>The sides that can be compared.</summary>
internal static class Contestants
{
    private const int EchoPort = 7, HttpPort = 80, AdminPort = 90;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    /// <summary>The gateway as shipped, on ports of its own; <paramref name="environment"/> overrides single settings.</summary>
    public static Contestant Gateway(string name, string assembly, IReadOnlyDictionary<string, string> environment) => new(name, workload =>
    {
        assembly = Path.GetFullPath(assembly);
        var offset = FreePorts.Base(EchoPort, 9, 13, 19, 21, 23, 37, HttpPort, AdminPort);
        var all = new Dictionary<string, string>
        {
            ["OTEL_TRACES_SAMPLER"] = "always_off",
            ["Logging__LogLevel__Default"] = "Warning",
            ["SocketGateway__PortOffset"] = Text(offset),
            ["SocketGateway__Telemetry__Console"] = "Off",
            ["SocketGateway__Admin__Url"] = $"http://127.0.0.1:{offset + AdminPort}",
        };
        foreach (var (key, value) in environment)
            all[key] = value;
        return DotNet([assembly, "run"], all, offset + (workload == Workload.Http ? HttpPort : EchoPort));
    });

    /// <summary>Kestrel: a connection handler that echoes, or a small application on its own transport.</summary>
    public static Contestant Kestrel(string httpPath) => new("Kestrel", workload =>
    {
        var port = FreePorts.One();
        string[] arguments = workload == Workload.Http ? [Built.KestrelStatic, Text(port), httpPath] : [Built.KestrelEcho, Text(port)];
        return DotNet(arguments, NoEnvironment, port);
    });

    /// <summary>Any program: words divided by blanks, <c>{port}</c> where its port goes.</summary>
    public static Contestant Any(string name, string commandLine) => new(name, _ =>
    {
        var port = FreePorts.One();
        var words = commandLine.Replace("{port}", Text(port), StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ServerCommand(words[0], words[1..], NoEnvironment, Environment.CurrentDirectory, port);
    });

    /// <summary>An assembly, run in its own folder, where its settings are.</summary>
    private static ServerCommand DotNet(string[] arguments, IReadOnlyDictionary<string, string> environment, int port) =>
        new(Built.DotNet, arguments, environment, Path.GetDirectoryName(Path.GetFullPath(arguments[0]))!, port);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
