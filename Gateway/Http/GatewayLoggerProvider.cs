namespace SocketGateway.Gateway.Http;

/// <summary>Lets an inner application log into the gateway's log.</summary>
internal sealed class GatewayLoggerProvider(ILoggerFactory gateway) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => gateway.CreateLogger(categoryName);

    /// <summary>The gateway's factory is not this one's to dispose of.</summary>
    public void Dispose()
    {
    }
}
