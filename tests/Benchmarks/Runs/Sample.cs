using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Runs;

/// <summary>One measured run of one side. Memory is of idle connections only: what each added, and all that its processes take.</summary>
internal sealed record Sample(LoadResult Load, double BytesPerConnection = 0, long ResidentBytes = 0);
