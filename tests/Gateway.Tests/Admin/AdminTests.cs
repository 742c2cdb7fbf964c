using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests.Admin;

/// <summary>What operators see and do, over HTTP.</summary>
[Collection(RunningGateway.Collection)]
public sealed class AdminTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Health_says_ready_until_the_gateway_stops_and_alive_throughout()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/healthz/ready"));
        _gateway.Services.GetRequiredService<GatewayStatus>().Ready = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/healthz/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/healthz/live"));
    }

    [Fact]
    public async Task Connections_are_listed_with_their_sockets_and_found_by_the_end_of_their_id()
    {
        using var client = await _gateway.ConnectAsync();
        using var other = await _gateway.ConnectAsync("spare");
        var all = await GetAsync("/api/connections");
        var mine = Assert.Single(all.AsArray(), c => (string?)c!["sockets"]!["peer"] == client.Client.LocalEndPoint!.ToString())!;
        Assert.Equal(2, all.AsArray().Count);
        Assert.Equal(client.Client.RemoteEndPoint!.ToString(), (string?)mine["sockets"]!["local"]);
        Assert.Equal(("echo", "echo", "serving", 1), ((string?)mine["listener"], (string?)mine["service"], (string?)mine["state"], (int)mine["epoch"]!));
        Assert.Equal((6, 6, 6, 6), ((int)mine["bytes"]!["in"]!, (int)mine["bytes"]!["out"]!, (int)mine["offsets"]!["committed"]!, (int)mine["offsets"]!["emitted"]!));
        Assert.Equal((65536, 65536), ((int)mine["windows"]!["input"]!, (int)mine["windows"]!["output"]!));
        Assert.Equal("nobody", (string?)mine["heldUpBy"]);
        Assert.Null(mine["alias"]);
        var found = await GetAsync($"/api/connections/{((string)mine["id"]!)[^5..]}");
        Assert.Equal((string?)mine["id"], (string?)found["id"]);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync($"/api/connections/{((string)mine["id"]!)[^1..]}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/api/connections/zzzz"));
    }

    [Fact]
    public async Task A_single_process_is_the_only_node()
    {
        var node = Assert.Single((await GetAsync("/api/nodes")).AsArray())!;
        Assert.Equal((Environment.ProcessId, "up", 0), ((int)node["process"]!, (string?)node["state"], (int)node["connections"]!));
        Assert.Equal(["gateway", "service"], node["roles"]!.AsArray().Select(r => (string?)r));
    }

    [Fact]
    public async Task A_connections_bytes_and_commits_grow_with_its_traffic()
    {
        using var client = await _gateway.ConnectAsync();
        var before = (await GetAsync("/api/connections"))[0]!;
        await client.GetStream().WriteAsync("again\n"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte[6]);

        // The client may be faster than the gateway's own word that the line went out.
        var connections = _gateway.Services.GetRequiredService<IConnections>();
        while ((await connections.ListAsync()).Single().BytesOut != 12) await Task.Yield();
        var after = (await GetAsync("/api/connections"))[0]!;
        Assert.Equal((12, 12), ((int)after["bytes"]!["in"]!, (int)after["bytes"]!["out"]!));
        Assert.Equal((12, 12), ((int)after["offsets"]!["committed"]!, (int)after["offsets"]!["emitted"]!));
        Assert.InRange((int)before["commits"]!, 1, (int)after["commits"]! - 1);
        Assert.Equal((1, (string?)before["id"]), ((int)after["epoch"]!, (string?)after["id"]));
        Assert.InRange((double)after["ageSeconds"]!, (double)before["ageSeconds"]!, 60);
    }

    [Fact]
    public async Task Services_are_counted()
    {
        using var client = await _gateway.ConnectAsync();
        var service = Assert.Single((await GetAsync("/api/services")).AsArray())!;
        Assert.Equal(("echo", "Echo", 1, 1), ((string?)service["name"], (string?)service["type"], (int)service["connections"]!, (int)service["sessions"]!));
    }

    [Fact]
    public async Task A_kick_ends_the_connection_and_is_logged_with_who_from_where_and_what()
    {
        using var client = await _gateway.ConnectAsync();
        var id = (string)(await GetAsync("/api/connections"))[0]!["id"]!;
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, $"/api/connections/{id}"));
        await Assert.ThrowsAsync<IOException>(() => client.GetStream().ReadAsync(new byte[1]).AsTask());
        await _gateway.UntilAsync(() => _gateway.Log.All.Any(l => l.StartsWith($"SocketGateway.Access: {id} ended", StringComparison.Ordinal) && l.Contains("kicked")));
        await _gateway.UntilAsync(() => _gateway.Log.All.Any(
            l => l.StartsWith("SocketGateway.Admin: somebody on this machine from 127.0.0.1:", StringComparison.Ordinal) && l.EndsWith($"DELETE /api/connections/{id} was answered 204", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_suspended_listener_refuses_clients_keeps_its_connections_and_can_be_resumed()
    {
        using var client = await _gateway.ConnectAsync();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Post, "/api/listeners/echo/suspend"));
        Assert.Equal("suspended", await StateAsync("echo"));
        Assert.Contains("socketgateway_listener=\"echo\"} 0", await MetricAsync("socketgateway_listener_state"));
        await Assert.ThrowsAsync<SocketException>(() => _gateway.ConnectAsync());
        await client.GetStream().WriteAsync("still\n"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte[6]);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Post, "/api/listeners/echo/resume"));
        Assert.Equal("listening", await StateAsync("echo"));
        using var again = await _gateway.ConnectAsync();
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Post, "/api/listeners/none/suspend"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example:{0}")]
    [InlineData("localhost:1")]
    [InlineData("localhost")]
    [InlineData("10.1.2.3:{0}")]
    public async Task An_unknown_host_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz/live") { Headers = { Host = Host(host) } };
        using var response = await _gateway.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("localhost:{0}")]
    [InlineData("[::1]:{0}")]
    [InlineData("127.0.0.1:{0}")]
    public async Task This_machine_has_several_names(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz/live") { Headers = { Host = Host(host) } };
        using var response = await _gateway.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_change_without_the_header_is_refused_and_changes_nothing()
    {
        using var response = await _gateway.Admin.PostAsync("/api/listeners/echo/suspend", null);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("listening", await StateAsync("echo"));
    }

    [Fact]
    public async Task The_index_names_every_endpoint()
    {
        var index = await _gateway.Admin.GetStringAsync("/");
        Assert.All(["/healthz/live", "/healthz/ready", "/metrics", "/api/connections", "/api/services", "/api/listeners"], path => Assert.Contains(path, index));
    }

    [Fact]
    public async Task Metrics_count_this_connection()
    {
        using var client = await _gateway.ConnectAsync();
        Assert.EndsWith("socketgateway_listener=\"echo\"} 1", await MetricAsync("socketgateway_active_connections"), StringComparison.Ordinal);
        Assert.NotEmpty(await MetricAsync("socketgateway_build_info"));
        if (OperatingSystem.IsLinux()) Assert.NotEmpty(await MetricAsync("socketgateway_descriptors_used"));
    }

    private string Host(string pattern) => pattern.Replace("{0}", $"{_gateway.Admin.BaseAddress!.Port}", StringComparison.Ordinal);

    private async Task<JsonNode> GetAsync(string path) => (await _gateway.Admin.GetFromJsonAsync<JsonNode>(path))!;

    private async Task<string?> StateAsync(string listener) => (string?)(await GetAsync("/api/listeners")).AsArray().Single(l => (string?)l!["name"] == listener)!["state"];

    private async Task<string> MetricAsync(string name) =>
        string.Join('\n', (await _gateway.Admin.GetStringAsync("/metrics")).Split('\n').Where(l => l.StartsWith(name + "{", StringComparison.Ordinal)));

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await _gateway.Admin.GetAsync(path);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "X-SocketGateway", "1" } } };
        using var response = await _gateway.Admin.SendAsync(request);
        return response.StatusCode;
    }
}
