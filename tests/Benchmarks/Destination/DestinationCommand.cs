using System.Text.Json;

namespace SocketGateway.Benchmarks.Destination;

/// <summary>The hidden command that this program runs itself with: what forwarders forward to, alone in its process.</summary>
internal static class DestinationCommand
{
    /// <summary>Serves until the process is told to end.</summary>
    public static int Run(string json, CancellationToken stop)
    {
        using var loop = new DestinationLoop(JsonSerializer.Deserialize<DestinationOptions>(json)!);
        loop.Run(stop);
        return 0;
    }
}
