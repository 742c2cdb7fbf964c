namespace SocketGateway.Gateway.Configuration;

/// <summary>The HTTP endpoint for operators: health, metrics, connections.</summary>
internal sealed record AdminOptions
{
    /// <summary>Where it listens: <c>http</c>, a loopback address, a port. Default http://127.0.0.1:9902; null for none.</summary>
    public Uri? Url { get; init; } = new("http://127.0.0.1:9902");

    /// <summary>A further endpoint, which answers <c>/healthz/live</c> and <c>/healthz/ready</c> and nothing else, so that it needs no token: for the probes of other
    /// machines. <c>http</c>, an IP address, a port. Default null: none.</summary>
    public Uri? HealthUrl { get; init; }

    /// <summary>Those of the two that are set, <see cref="Url"/> first.</summary>
    internal IEnumerable<Uri> EndPoints => new[] { Url, HealthUrl }.OfType<Uri>();
}
