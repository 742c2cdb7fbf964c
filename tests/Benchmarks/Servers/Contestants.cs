using System.Globalization;
using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>The sides that can be compared.</summary>
internal static class Contestants
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static string KestrelEcho => Built.Assembly("tests/Benchmarks/Rivals/KestrelEcho", "KestrelEcho");

    private static string KestrelStatic => Built.Assembly("tests/Benchmarks/Rivals/KestrelStatic", "KestrelStatic");

    /// <summary>The gateway as shipped, on ports of its own; <paramref name="environment"/> overrides single settings.</summary>
    public static Contestant Gateway(string name, string assembly, IReadOnlyDictionary<string, string> environment) => new(name, row =>
        row.Across ? GatewayServer.Across(assembly, environment) : GatewayServer.Single(assembly, environment, row));

    /// <summary>
    /// Kestrel, as a connection handler that echoes or a small application on its own transport; for FTP vsftpd; for two nodes the echo behind HAProxy.
    /// </summary>
    public static Contestant Rivals(string httpPath) => new("rival", row =>
    {
        var port = FreePorts.One();
        if (row.NeedsFiles) return new ServerCommand(Vsftpd.Program, [Vsftpd.WriteSettings(port)], NoEnvironment, FtpFiles.Root, port);
        string[] arguments = row.Workload == Workload.Http ? [KestrelStatic, Text(port), httpPath] : [KestrelEcho, Text(port)];
        var server = ServerCommand.DotNet(arguments, NoEnvironment, port);
        return row.Across ? HAProxy.InFrontOf(server, FreePorts.One()) : server;
    })
    {
        Missing = row => row.NeedsFiles ? Vsftpd.Missing : row.Across ? HAProxy.Missing : null,
    };

    /// <summary>Any program: words divided by blanks, <c>{port}</c> where its port goes.</summary>
    public static Contestant Any(string name, string commandLine) => new(name, _ =>
    {
        var port = FreePorts.One();
        var words = commandLine.Replace("{port}", Text(port), StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ServerCommand(words[0], words[1..], NoEnvironment, Environment.CurrentDirectory, port);
    });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
