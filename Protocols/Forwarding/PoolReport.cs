using System.Collections.Immutable;

namespace SocketGateway.Protocols.Forwarding;

/// <summary>A pool at one moment.</summary>
/// <param name="Destinations">In their configured order; behind them those that are removed and have connections left.</param>
/// <param name="Waiting">Connections that wait for a destination.</param>
public sealed record PoolReport(ImmutableArray<DestinationReport> Destinations, int Waiting);
