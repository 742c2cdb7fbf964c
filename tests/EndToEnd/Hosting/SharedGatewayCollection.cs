namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Tests that share one gateway.</summary>
[CollectionDefinition(Name)]
public sealed class SharedGatewayCollection : ICollectionFixture<SharedGateway>
{
    public const string Name = "shared gateway";
}
