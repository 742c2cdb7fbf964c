namespace SocketGateway.EndToEnd.Preludes;

/// <summary>Tests that share the gateway behind proxies.</summary>
[CollectionDefinition(Name)]
public sealed class ProxiedGatewayCollection : ICollectionFixture<ProxiedGateway>
{
    public const string Name = "proxied gateway";
}
