using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

/// <summary>The built program serving HTTP, for the tests of a class.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class SharedHttp : IAsyncLifetime
#pragma warning restore CA1001
{
    internal HttpHost Host { get; } = new();

    internal GatewayProcess Process { get; private set; } = null!;

    public int Port(string service) => Process.Table[service];

    public async Task InitializeAsync() => Process = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Host.Settings() });

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        Host.Dispose();
    }
}
