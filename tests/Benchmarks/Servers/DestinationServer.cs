using System.Text.Json;
using SocketGateway.Benchmarks.Destination;
using SocketGateway.Benchmarks.Load;
using SocketGateway.Benchmarks.Runs;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>What the forwarders of a row forward to: this program itself, one process for all of them.</summary>
internal static class DestinationServer
{
    // Compiled in full at once, as the load client is: it is to cost the same for whoever comes first.
    private static readonly Dictionary<string, string> Settings = new() { ["DOTNET_TieredCompilation"] = "0", ["DOTNET_gcConcurrent"] = "0" };

    public static ServerCommand For(Row row)
    {
        var mode = row.Workload switch
        {
            Workload.Download => DestinationMode.Source,
            Workload.Upload => DestinationMode.Sink,
            _ => DestinationMode.Echo,
        };
        var options = new DestinationOptions(mode, FreePorts.One(), row.Size);
        return ServerCommand.DotNet([typeof(DestinationServer).Assembly.Location, "destination", JsonSerializer.Serialize(options)], Settings, options.Port);
    }
}
