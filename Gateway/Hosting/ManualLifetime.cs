namespace SocketGateway.Gateway.Hosting;

/// <summary>The host's own handling of signals would stop it before the connections are drained.</summary>
internal sealed class ManualLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
