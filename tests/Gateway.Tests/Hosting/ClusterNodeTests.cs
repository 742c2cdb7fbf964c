using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Tests.Hosting;

/// <summary>A process that is a node of a cluster.</summary>
[Collection(RunningGateway.Collection)]
public sealed class ClusterNodeTests
{
    private const int Clients = 100;

    private static readonly (string, string)[] Node = [("SocketGateway:Cluster:Enabled", "true"), ("SocketGateway:Cluster:Port", "0")];

    public static TheoryData<string> Ends => ["downed", "quarantined", "removed"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task No_client_notices_that_the_clusters_system_is_replaced(string reason)
    {
        await using var gateway = await RunningGateway.StartAsync(Node);
        var cluster = gateway.Services.GetRequiredService<ClusterSystem>();
        await gateway.UntilAsync(() => cluster.IsMember);
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => gateway.ConnectAsync()));
        var before = cluster.Current!;
        End(before, reason);
        await gateway.UntilAsync(() => before.WhenTerminated.IsCompleted);
        await Task.WhenAll(clients.Select(EchoAsync));
        await gateway.UntilAsync(() => cluster.Current is { } now && now != before && cluster.IsMember);
        await Task.WhenAll(clients.Select(EchoAsync));
        await gateway.UntilAsync(() => gateway.Log.All.Any(line => line.Contains($"ended ({reason})", StringComparison.Ordinal)));
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task It_is_ready_once_it_has_joined_and_lists_itself()
    {
        await using var gateway = await RunningGateway.StartAsync([.. Node, ("SocketGateway:Cluster:Version", "blue"), ("SocketGateway:Cluster:Weight", "3")]);
        await gateway.UntilAsync(() => gateway.Services.GetRequiredService<ClusterSystem>().IsMember);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Admin.GetAsync("/healthz/ready")).StatusCode);
        var node = Assert.Single(JsonNode.Parse(await gateway.Admin.GetStringAsync("/api/nodes"))!.AsArray())!;
        Assert.Equal(("up", "blue", 3), ((string?)node["state"], (string?)node["label"], (int)node["weight"]!));
        Assert.Equal(["gateway", "service"], node["roles"]!.AsArray().Select(r => (string?)r));
        Assert.Matches("^127.0.0.1:[1-9][0-9]+$", (string?)node["address"]);
    }

    [Fact]
    public async Task Without_the_role_gateway_it_binds_no_port_and_is_ready_as_a_member()
    {
        await using var service = await RunningGateway.StartAsync([.. Node, ("SocketGateway:Cluster:Roles:0", "service")]);
        Assert.Empty(service.Services.GetRequiredService<GatewayStatus>().Bound);
        await service.UntilAsync(() => service.Services.GetRequiredService<ClusterSystem>().IsMember);
        Assert.Equal(HttpStatusCode.OK, (await service.Admin.GetAsync("/healthz/ready")).StatusCode);
        Assert.Equal(ExitCode.Done, await service.StopAsync());
    }

    [Fact]
    public async Task Without_the_role_service_it_is_not_ready_while_it_reaches_no_service_node()
    {
        await using var gateway = await RunningGateway.StartAsync([.. Node, ("SocketGateway:Cluster:Roles:0", "gateway")]);
        await gateway.UntilAsync(() => gateway.Services.GetRequiredService<ClusterSystem>().IsMember);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.Admin.GetAsync("/healthz/ready")).StatusCode);
    }

    [Fact]
    public async Task Nodes_see_each_other_and_that_one_leaves()
    {
        await using var first = await RunningGateway.StartAsync(Node);
        var address = first.Services.GetRequiredService<GatewayContext>().Address;
        await using var second = await RunningGateway.StartAsync([.. Node, ("SocketGateway:Cluster:SeedNodes:0", address), ("SocketGateway:Cluster:Roles:0", "service")]);
        var cluster = first.Services.GetRequiredService<ClusterSystem>();
        await first.UntilAsync(() => cluster.Members.Count(m => m.State == "up") == 2);
        var nodes = JsonNode.Parse(await first.Admin.GetStringAsync("/api/nodes"))!.AsArray();
        Assert.Equal(address, (string?)nodes[0]!["address"]);
        Assert.Equal(["service"], nodes[1]!["roles"]!.AsArray().Select(r => (string?)r));

        Assert.Equal(ExitCode.Done, await second.StopAsync());
        await first.UntilAsync(() => cluster.Members.Count == 1);
    }

    private static void End(ActorSystem system, string reason)
    {
        var self = Cluster.Get(system).SelfAddress;
        if (reason == "downed") Cluster.Get(system).Down(self);
        else if (reason == "quarantined") system.EventStream.Publish(new ThisActorSystemQuarantinedEvent(self, self));
        else Cluster.Get(system).Leave(self);
    }

    private static async Task EchoAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.GetStream().WriteAsync("still here\n"u8.ToArray(), patience.Token);
        var answer = new byte[11];
        await client.GetStream().ReadExactlyAsync(answer, patience.Token);
        Assert.Equal("still here\n"u8.ToArray(), answer);
    }
}
