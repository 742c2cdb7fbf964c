namespace SocketGateway.EndToEnd.Cluster;

/// <summary>One gateway and three service nodes, for all tests that need no settings of their own; the third has another label of its version than the others.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    internal const string Old = "old";
    internal const string New = "new";

    internal ClusterHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await ClusterHost.StartAsync(
        new ClusterPlan(NodePlan.With(("Cluster:Version", Old)), NodePlan.With(("Cluster:Version", Old)), NodePlan.With(("Cluster:Version", New))));

    public async Task DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
    }
}
