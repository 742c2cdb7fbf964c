using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>What an operator asks of nodes, carried out for the connections and links of this gateway.</summary>
internal sealed class ClusterOperations(GatewayContext gateway, IActorRef supervisor)
{
    /// <summary>Moves that are asked for at a time, and how far apart: each is an opening elsewhere.</summary>
    private const int Batch = 100;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A service on a node takes no further sessions and asks those it has to go elsewhere, or takes them again. Null, or why not.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="node">The address of the node, as lists of nodes show it.</param>
    /// <param name="drain">Whether it drains.</param>
    public string? Drain(string service, string node, bool drain)
    {
        if (gateway.Nodes.All.FirstOrDefault(n => n.Id.Address.Equals(node, StringComparison.OrdinalIgnoreCase)) is not { } entry) return $"there is no way to a node {node}";
        if (NameAt(entry, service) is not { } name) return $"{entry.Id} has no service {service}";
        if (entry.IsLocal) supervisor.Tell(new ServiceProtocol.Drain(name, drain));
        else entry.Link.Tell(new LinkControl.DrainService(name, drain));
        return null;
    }

    /// <summary>
    /// Asks a share of this gateway's connections whose sessions of a service run on some nodes to have them on others. Answers at once with how many were there and how many were
    /// asked; a session goes when it is between two steps, and stays if its new node does not take it.
    /// </summary>
    /// <param name="service">Its name.</param>
    /// <param name="from">A node's address, or the version label of several.</param>
    /// <param name="to">The same.</param>
    /// <param name="percent">1 to 100.</param>
    public async Task<(int There, int Asked, string? Error)> MoveAsync(string service, string from, string to, int percent)
    {
        if (percent is < 1 or > 100) return (0, 0, "the share is a number from 1 to 100, percent");
        if (!gateway.Services.ContainsKey(service)) return (0, 0, $"there is no service {service}");
        var sources = Named(from).Select(n => n.Id.Address).ToHashSet();
        if (sources.Count == 0) return (0, 0, $"there is no way to a node {from}, nor to one of that version");
        var named = Named(to).ToList();
        if (named.Count == 0) return (0, 0, $"there is no way to a node {to}, nor to one of that version");
        var targets = named.Where(n => !sources.Contains(n.Id.Address) && NameAt(n, service) is not null).ToList();
        if (targets.Count == 0) return (0, 0, $"{to} has no service {service} on another node than {from}");

        var there = (await SnapshotsAsync(gateway.Directory.All.Select(c => c.Value)))
            .Where(c => c.Service.Equals(service, StringComparison.OrdinalIgnoreCase) && sources.Contains(c.Node ?? gateway.Address))
            .OrderBy(c => c.Info.Id.Value).ToList();
        var share = ((there.Count * percent) + 99) / 100;
        for (var i = 0; i < share; i++)
        {
            if (i > 0 && i % Batch == 0) await Task.Delay(Pace);
            gateway.Directory.Find(there[i].Info.Id)?.Tell(new ConnectionProtocol.Move(targets[i % targets.Count].Id, "operator"));
        }

        return (there.Count, share, null);
    }

    /// <summary>What these connections say of themselves; one that ends meanwhile is left out.</summary>
    public static async Task<IReadOnlyList<ConnectionSnapshot>> SnapshotsAsync(IEnumerable<IActorRef> connections) =>
        [.. (await Task.WhenAll(connections.Select(SnapshotAsync)).ConfigureAwait(false)).OfType<ConnectionSnapshot>()];

    private static async Task<ConnectionSnapshot?> SnapshotAsync(IActorRef connection)
    {
        try
        {
            return await connection.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private IEnumerable<NodeEntry> Named(string name) =>
        gateway.Nodes.All.Where(n => n.Id.Address.Equals(name, StringComparison.OrdinalIgnoreCase) || (n.Report.Label.Length > 0 && n.Report.Label == name));

    /// <summary>The service's name as that node has it; null when it does not.</summary>
    private string? NameAt(NodeEntry node, string service) =>
        (node.IsLocal ? gateway.Loads.Report() : node.Report.Services).FirstOrDefault(s => s.Service.Equals(service, StringComparison.OrdinalIgnoreCase))?.Service;
}
