namespace SocketGateway.Protocols.Links;

/// <summary>What a service node tells every gateway node each second, and at once when something in it changes that placement must know.</summary>
/// <param name="Name">The name of its machine.</param>
/// <param name="Process">Its process id there.</param>
/// <param name="Program">The version of the program.</param>
/// <param name="Label">The operator's label of what it runs, <c>Cluster:Version</c>; empty when there is none.</param>
/// <param name="Weight">Its share of sessions relative to other nodes, from 1.</param>
/// <param name="Leaving">The node stops: none of its services takes further sessions.</param>
/// <param name="Rebalance">A node that joined asks for sessions to be moved to it.</param>
/// <param name="UpSeconds">Whole seconds since it started.</param>
/// <param name="Services">All its services.</param>
internal sealed record NodeReport(
    string Name, int Process, string Program, string Label, int Weight, bool Leaving, bool Rebalance, long UpSeconds, IReadOnlyList<ServiceReport> Services);
