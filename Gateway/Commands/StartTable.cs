using System.Globalization;
using System.Net;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using Spectre.Console;

namespace SocketGateway.Gateway.Commands;

/// <summary>The table at start: each listener, its service, and a command that tries it. Commands are last on their line, and never cut
/// or wrapped.</summary>
internal static class StartTable
{
    /// <summary>A line per command, in order of the ports; of a node without listeners, a line per service with its type.</summary>
    /// <param name="options">The checked options.</param>
    /// <param name="types">The service types.</param>
    /// <param name="users">The login names.</param>
    /// <param name="bound">Where listeners are really bound, by name, where that is known.</param>
    public static IReadOnlyList<StartRow> Rows(
        GatewayOptions options, IServiceTypeCatalog types, IEnumerable<string> users, IReadOnlyDictionary<string, IPEndPoint>? bound = null)
    {
        if (!options.Cluster.IsGateway) return [.. options.HostedServices().OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new StartRow("service", s.Key, s.Value.Type))];
        var user = users.FirstOrDefault();
        var rows = new List<StartRow>();
        foreach (var (name, listener) in options.EnabledListeners().OrderBy(pair => options.EffectivePort(pair.Value.Port)))
        {
            var endPoint = bound?.GetValueOrDefault(name) ?? options.EndPointOf(listener);
            var commands = Commands(endPoint, listener, options.Services[listener.Service], types, user).DefaultIfEmpty("").ToList();
            rows.Add(new StartRow(Port(options, listener, endPoint), listener.Service, commands[0]));
            rows.AddRange(commands.Skip(1).Select(command => new StartRow("", "", command)));
        }
        return rows;
    }

    /// <summary>Writes the table, and below it what this platform lacks; <paramref name="plain"/> for anything but a terminal.</summary>
    public static void Write(TextWriter output, IReadOnlyList<StartRow> rows, bool plain)
    {
        if (plain) WritePlain(output, rows);
        else WriteColoured(output, rows);
        foreach (var missing in PlatformFeatures.Missing()) output.WriteLine($"Not available on this platform: {missing}");
    }

    /// <summary>What this node is in its cluster.</summary>
    public static string NodeLine(ClusterOptions cluster, string address)
    {
        var roles = string.Join(" and ", ClusterHosting.RolesOf(cluster));
        var label = cluster.Version is null ? "" : $", version {cluster.Version}";
        return $"Node {address} ({roles}{label}), " + (cluster.SeedNodes.Count == 0 ? "which others may join" : $"joins {string.Join(", ", cluster.SeedNodes)}");
    }

    private static void WritePlain(TextWriter output, IReadOnlyList<StartRow> rows)
    {
        var port = rows.Select(row => row.Port.Length).DefaultIfEmpty().Max();
        var service = rows.Select(row => row.Service.Length).DefaultIfEmpty().Max();
        foreach (var row in rows) output.WriteLine($"{row.Port.PadRight(port)}  {row.Service.PadRight(service)}  {row.TryMe}".TrimEnd());
    }

    private static void WriteColoured(TextWriter output, IReadOnlyList<StartRow> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        // The terminal itself may break a long line: then the command can still be copied whole.
        console.Profile.Width = rows.Select(row => row.TryMe.Length).DefaultIfEmpty().Max() + 200;
        var bold = new Style(decoration: Decoration.Bold);
        var grid = new Grid().AddColumn().AddColumn().AddColumn(new GridColumn().PadRight(0));
        foreach (var row in rows) grid.AddRow(new Text(row.Port, Color.Green), new Text(row.Service, bold), new Text(row.TryMe));
        console.Write(grid);
    }

    private static string Port(GatewayOptions options, ListenerOptions listener, IPEndPoint endPoint)
    {
        var usual = endPoint.Address.Equals(IPAddress.Loopback);
        var shown = usual ? endPoint.Port.ToString(CultureInfo.InvariantCulture) : endPoint.ToString();
        return endPoint.Port == listener.Port || listener.Port == 0 ? shown : $"{shown} ({listener.Port} + {options.PortOffset})";
    }

    private static IEnumerable<string> Commands(IPEndPoint endPoint, ListenerOptions listener, ServiceOptions service, IServiceTypeCatalog types, string? user)
    {
        if (endPoint.Port == 0) return [];
        var at = new TryMeTarget(Reachable(endPoint.Address), endPoint.Port, service, user, listener.Tls?.Mode);
        return types.Find(service.Type)?.TryMe?.Invoke(at) ?? [at.Terminal];
    }

    private static IPAddress Reachable(IPAddress address)
    {
        if (address.Equals(IPAddress.Any)) return IPAddress.Loopback;
        return address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
    }
}
