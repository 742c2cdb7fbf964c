namespace SocketGateway.Benchmarks;

/// <summary>A benchmark could not run; the message is for the person who started it.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
