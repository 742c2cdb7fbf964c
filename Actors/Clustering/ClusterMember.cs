using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>A node of the cluster: as the membership shows it, and what it last reported if there is a link to it.</summary>
/// <param name="Address"><c>host:port</c>.</param>
/// <param name="Roles">gateway, service.</param>
/// <param name="State">up, joining, leaving, unreachable, down.</param>
internal sealed record ClusterMember(string Address, IReadOnlyList<string> Roles, string State)
{
    public string? Name { get; private init; }
    public int? Process { get; private init; }
    public string? Program { get; private init; }
    public string? Label { get; private init; }
    public int? Weight { get; private init; }
    public int? Sessions { get; private init; }
    public IReadOnlyList<string> Draining { get; private init; } = [];
    public long? UpSeconds { get; private init; }

    public ClusterMember With(NodeReport report) => this with
    {
        State = report.Leaving && State == "up" ? "leaving" : State,
        Name = report.Name,
        Process = report.Process,
        Program = report.Program,
        Label = report.Label,
        Weight = report.Weight,
        Sessions = report.Services.Sum(s => s.Sessions),
        Draining = [.. report.Services.Where(s => s.Draining).Select(s => s.Service).Order(StringComparer.Ordinal)],
        UpSeconds = report.UpSeconds,
    };
}
