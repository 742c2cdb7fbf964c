using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Admin;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests.Hosting;

/// <summary>A gateway and service nodes in one process: sessions go where operators want them, and no client notices.</summary>
[Collection(RunningGateway.Collection)]
public sealed class MoveTests
{
    private const int Clients = 20;

    [Fact]
    public async Task Sessions_are_drained_off_a_node_and_moved_back()
    {
        await using var gateway = await StartAsync("gateway");
        await using var blue = await StartAsync("service", gateway, ("Version", "blue"));
        await using var green = await StartAsync("service", gateway, ("Version", "green"));
        await gateway.UntilAsync(() => Nodes(gateway).Count(n => n.Sessions is not null && n.Roles.Contains("service")) == 2);
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => gateway.ConnectAsync()));

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(gateway, $"drain?node={Address(blue)}"));
        await gateway.UntilAsync(() => SessionsOf(gateway, blue) == 0 && SessionsOf(gateway, green) == Clients);
        await gateway.UntilAsync(() => Nodes(gateway).Single(n => n.Address == Address(blue)).Draining.SequenceEqual(["echo"]));
        await Task.WhenAll(clients.Select(EchoAsync));

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(gateway, $"undrain?node={Address(blue)}"));
        await gateway.UntilAsync(() => Nodes(gateway).All(n => n.Draining.Count == 0));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(gateway, "move?from=green&to=blue&percent=40"));
        await gateway.UntilAsync(() => SessionsOf(gateway, blue) == 8 && SessionsOf(gateway, green) == 12);
        await Task.WhenAll(clients.Select(EchoAsync));
        Assert.Contains(gateway.Log.All, line => line.Contains("POST /api/services/echo/move?from=green&to=blue&percent=40", StringComparison.Ordinal));

        foreach (var bad in (string[])["move?from=red&to=blue&percent=40", "move?from=green&to=red&percent=40", "move?from=green&to=blue&percent=0", "drain?node=127.0.0.1:1"])
        {
            Assert.Equal(HttpStatusCode.Conflict, await PostAsync(gateway, bad));
        }

        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task A_node_that_joins_and_asks_for_its_share_gets_it_little_by_little()
    {
        await using var gateway = await StartAsync("gateway");
        await using var first = await StartAsync("service", gateway);
        await gateway.UntilAsync(() => SessionsOf(gateway, first) == 0);
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => gateway.ConnectAsync()));
        await using var second = await StartAsync("service", gateway, ("Rebalance", "true"));
        await gateway.UntilAsync(() => SessionsOf(gateway, second) == Clients / 2 && SessionsOf(gateway, first) == Clients / 2);
        await Task.WhenAll(clients.Select(EchoAsync));
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task From_a_service_node_the_gateways_connections_are_listed_pushed_to_and_ended()
    {
        await using var gateway = await StartAsync("gateway");
        await using var service = await StartAsync("service", gateway);
        await gateway.UntilAsync(() => SessionsOf(gateway, service) == 0);
        using var client = await gateway.ConnectAsync();
        var id = Assert.Single(await gateway.Services.GetRequiredService<IConnections>().ListAsync()).Info.Id;

        var there = service.Services.GetRequiredService<IConnections>();
        Assert.Equal(PushResult.Accepted, await there.SendAsync(id, PushMessage.FromText("hello")));
        Assert.Equal(PushResult.NotFound, await there.SendAsync("nobody", PushMessage.FromText("hello")));

        var console = service.Services.GetRequiredService<ConsoleCommands>();
        var caller = new ConsoleCaller("alice", "operator", new ConnectionInfo(default, new SocketPair(IPEndPoint.Parse("10.1.1.1:5"), IPEndPoint.Parse("10.1.1.2:23")), "telnet", default), "console");
        Assert.Contains(id.ToString(), string.Join('\n', (await console.RunAsync("connections", caller, default)).Format(0)), StringComparison.Ordinal);
        Assert.Contains(Address(service), string.Join('\n', (await console.RunAsync("nodes", caller, default)).Format(0)), StringComparison.Ordinal);
        Assert.StartsWith("Kicked", Assert.Single((await console.RunAsync($"kick {id}", caller, default)).Lines), StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(async () => await client.GetStream().ReadExactlyAsync(new byte[1]));
    }

    private static Task<RunningGateway> StartAsync(string role, RunningGateway? seed = null, params (string Key, string Value)[] settings) => RunningGateway.StartAsync(
    [
        ("SocketGateway:Cluster:Enabled", "true"),
        ("SocketGateway:Cluster:Port", "0"),

        // Nobody is lost here, however long the machine stands still.
        ("SocketGateway:Cluster:LinkTimeout", "00:00:30"),
        ("SocketGateway:Cluster:Roles:0", role),
        .. seed is null ? [] : new[] { ("SocketGateway:Cluster:SeedNodes:0", Address(seed)) },
        .. settings.Select(s => ("SocketGateway:Cluster:" + s.Key, s.Value)),
    ]);

    private static string Address(RunningGateway node) => node.Services.GetRequiredService<GatewayContext>().Address;

    private static IReadOnlyList<NodeView> Nodes(RunningGateway gateway) => gateway.Services.GetRequiredService<INodes>().List();

    private static int? SessionsOf(RunningGateway gateway, RunningGateway node) => Nodes(gateway).FirstOrDefault(n => n.Address == Address(node))?.Sessions;

    private static async Task<HttpStatusCode> PostAsync(RunningGateway gateway, string what)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/services/echo/{what}");
        request.Headers.Add(AdminGuard.Header, "1");
        using var answer = await gateway.Admin.SendAsync(request);
        return answer.StatusCode;
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
