namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Tests that share one cluster; each begins by undoing what the last one did.</summary>
[CollectionDefinition(Name)]
public sealed class SharedClusterCollection : ICollectionFixture<SharedCluster>
{
    public const string Name = "shared cluster";
}
