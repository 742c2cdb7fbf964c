using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>One side of a comparison: a name, and how its server is started for a workload. Each call takes fresh ports.</summary>
internal sealed record Contestant(string Name, Func<Workload, ServerCommand> Command)
{
    /// <summary>Why it cannot take part in a workload on this machine; null where it can.</summary>
    public Func<Workload, string?> Missing { get; init; } = _ => null;
}
