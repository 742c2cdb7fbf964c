namespace SocketGateway.EndToEnd.Hosting;

/// <summary>One gateway with the small services, for all tests that need no settings of their own.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    internal GatewayProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await GatewayProcess.StartAsync();

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
