namespace SocketGateway.Benchmarks.Destination;

/// <summary>How the destination runs; travels to its process as JSON.</summary>
/// <param name="Mode">What it does with connections.</param>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="Size">Bytes of a bulk transfer.</param>
internal sealed record DestinationOptions(DestinationMode Mode, int Port, int Size);
