namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>The tests that share a gateway.</summary>
[CollectionDefinition(Name)]
public sealed class SharedForwardingCollection : ICollectionFixture<SharedForwarding>
{
    public const string Name = "forwarding";
}
