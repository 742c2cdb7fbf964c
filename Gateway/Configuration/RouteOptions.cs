using System.Net;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Connections of a listener that go to another service than its own: those that meet everything that is given here. The first route that fits has them.</summary>
internal sealed record RouteOptions
{
    /// <summary>The key in <see cref="GatewayOptions.Services"/> of the service that they go to.</summary>
    public required string Service { get; init; } = "";

    /// <summary>Host names that the client may ask for in its TLS handshake, such as <c>a.example.org</c> and <c>*.example.org</c>, whose star is one label.</summary>
    public IReadOnlyList<string> Sni { get; init; } = [];

    /// <summary>Protocols of which it must offer one there, such as <c>h2</c>.</summary>
    public IReadOnlyList<string> Alpn { get; init; } = [];

    /// <summary>Networks and addresses of clients.</summary>
    public IReadOnlyList<IPNetwork> Clients { get; init; } = [];

    /// <summary>What the client may begin with: text, or bytes as <c>hex:16 03</c>.</summary>
    public IReadOnlyList<string> FirstBytes { get; init; } = [];
}
