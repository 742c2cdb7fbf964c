namespace SocketGateway.Gateway.Configuration;

/// <summary>The HTTP endpoint for operators: health, metrics, connections.</summary>
internal sealed record AdminOptions
{
    /// <summary>Where it listens: <c>http</c>, a loopback address, a port. Default http://127.0.0.1:9902; null for none.</summary>
    public Uri? Url { get; init; } = new("http://127.0.0.1:9902");
}
