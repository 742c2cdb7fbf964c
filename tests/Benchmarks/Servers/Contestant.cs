using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>One side of a comparison: a name, and how its server is started for a row. Each call takes fresh ports.</summary>
internal sealed record Contestant(string Name, Func<Row, ServerCommand> Command)
{
    /// <summary>Why it cannot take part in a row on this machine; null where it can.</summary>
    public Func<Row, string?> Missing { get; init; } = _ => null;
}
