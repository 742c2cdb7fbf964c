using System.Globalization;
using SocketGateway.Benchmarks.Load;
using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>The sides that can be compared.</summary>
internal static class Contestants
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static string KestrelEcho => Built.Assembly("tests/Benchmarks/Rivals/KestrelEcho", "KestrelEcho");

    private static string KestrelStatic => Built.Assembly("tests/Benchmarks/Rivals/KestrelStatic", "KestrelStatic");

    /// <summary>The gateway as shipped, on ports of its own; <paramref name="environment"/> overrides single settings.</summary>
    public static Contestant Gateway(string name, string assembly, IReadOnlyDictionary<string, string> environment, Row row) =>
        new(name, destination => row.Topology switch
        {
            Topology.Forward => GatewayServer.Forward(assembly, environment, row, destination),
            Topology.TwoNodes => GatewayServer.Across(assembly, environment),
            _ => GatewayServer.Single(assembly, environment, row),
        });

    /// <summary>
    /// Kestrel, as a connection handler that echoes or a small application on its own transport; for FTP vsftpd; for two nodes the echo behind HAProxy;
    /// for forwarding HAProxy both ways, and nginx.
    /// </summary>
    public static IReadOnlyList<Contestant> Rivals(Row row, string httpPath)
    {
        if (row.Tls != TlsUse.None)
            return [new("haproxy", destination => HAProxy.ForwardFromTls(destination, FreePorts.One(), TlsFiles.Certificate)) { Missing = HAProxy.Missing }];
        if (row.Topology == Topology.Forward)
        {
            return
            [
                new("haproxy", destination => HAProxy.Forward(destination, FreePorts.One())) { Missing = HAProxy.Missing },
                new("haproxy-splice", destination => HAProxy.ForwardBySplice(destination, FreePorts.One())) { Missing = HAProxy.Missing },
                new("nginx", destination => Nginx.Forward(destination, FreePorts.One())) { Missing = Nginx.Missing },
            ];
        }
        if (row.NeedsFiles) return [new("vsftpd", _ => Vsftpd.Server(FreePorts.One())) { Missing = Vsftpd.Missing }];
        if (row.Workload == Workload.Http) return [new("kestrel", _ => Kestrel(KestrelStatic, httpPath))];
        return row.Topology == Topology.TwoNodes
            ? [new("haproxy+kestrel", _ => HAProxy.InFrontOf(Kestrel(KestrelEcho), FreePorts.One())) { Missing = HAProxy.Missing }]
            : [new("kestrel", _ => Kestrel(KestrelEcho))];
    }

    /// <summary>Any program: words divided by blanks, <c>{port}</c> where its port goes, <c>{destination}</c> where that of the destination does.</summary>
    public static Contestant Any(string name, string commandLine) => new(name, destination =>
    {
        var port = FreePorts.One();
        var words = commandLine.Replace("{port}", Text(port), StringComparison.Ordinal).Replace("{destination}", Text(destination), StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ServerCommand(words[0], words[1..], NoEnvironment, Environment.CurrentDirectory, port);
    });

    private static ServerCommand Kestrel(string assembly, params string[] arguments)
    {
        var port = FreePorts.One();
        return ServerCommand.DotNet([assembly, Text(port), .. arguments], NoEnvironment, port);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
