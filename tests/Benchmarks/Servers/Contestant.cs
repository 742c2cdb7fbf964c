using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>One side of a comparison: a name, and how its server is started for a workload. Each call takes fresh ports.</summary>
internal sealed record Contestant(string Name, Func<Workload, ServerCommand> Command);
