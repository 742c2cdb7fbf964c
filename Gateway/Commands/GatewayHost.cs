using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>The program's host: the gateway with the services that ship, configured by the program's own sources.</summary>
internal static class GatewayHost
{
    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(GatewayStart start, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();

        // Only what the command line's reader has read counts, not an appsettings.json that happens to lie in the working directory.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(start.Configuration);
        builder.Services.AddSingleton(start);
        SocketGatewayExtensions.AddCore(builder, (ServiceTypeCatalog)start.Types);
        await using var app = builder.Build();
        return await app.RunSocketGatewayAsync(stop);
    }
}
