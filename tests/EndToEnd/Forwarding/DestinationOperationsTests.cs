using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>What operators see of destinations, and do to them.</summary>
public sealed class DestinationOperationsTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly GreetingServer _first = new('a');
    private readonly GreetingServer _second = new('b');
    private readonly string _password = UserDirectory.NewPassword();
    private GatewayProcess _gateway = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayProcess.StartAsync(new GatewaySettings
        {
            ConfigFile = $$"""
                {
                  "SocketGateway": {
                    "Listeners": { "front": { "Port": 7, "Service": "front" }, "telnet": { "Port": 23, "Service": "console" } },
                    "Services": {
                      "console": { "Type": "Telnet" },
                      "front": { "Type": "Forward", "LoadBalancingPolicy": "RoundRobin", "Destinations": { "a": { "Address": "{{_first.Address}}" }, "b": { "Address": "{{_second.Address}}", "Weight": 2 } } }
                    },
                    "Users": { "operator": { "PasswordHash": "{{UserDirectory.Hash(_password)}}", "Roles": [ "{{User.OperatorRole}}" ] } }
                  }
                }
                """,
        });
        _http = new HttpClient { BaseAddress = _gateway.Admin, Timeout = Soon };
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_drained_destination_keeps_its_connections_takes_no_more_and_takes_them_again_when_it_is_resumed()
    {
        var clients = await ConnectAsync(3);
        Assert.Equal("abb", Names(clients));
        Assert.Equal(HttpStatusCode.Forbidden, await SetAsync("front", "b", """{ "drain": true }""", withHeader: false));
        Assert.Equal("up", (string?)(await DestinationAsync("b"))["state"]);

        Assert.Equal(HttpStatusCode.OK, await SetAsync("front", "b", """{ "drain": true }"""));
        await _gateway.WaitForLineAsync(@"somebody on this machine from 127\.0\.0\.1:\d+ drains destination b of front, whose connections go on", Soon);
        Assert.Equal("aaa", Names(await ConnectAsync(3)));
        foreach (var (client, _) in clients) await client.EchoAsync([1, 2, 3]);

        var drained = await DestinationAsync("b");
        Assert.Equal(("draining", _second.Address, 2, 2), ((string?)drained["state"], (string?)drained["addresses"], (int)drained["active"]!, (int)drained["total"]!));
        Assert.Equal(0, (int)drained["failures"]!["total"]!);
        Assert.Equal((2.0, 0, 0.0), ((double)drained["weight"]!, (int)drained["waiting"]!, (double)drained["ejectedForSeconds"]!));
        using var admin = new AdminClient(_gateway.Admin);
        Assert.Equal(2, await admin.MetricAsync("socketgateway_destination_connections", "socketgateway_destination=\"b\""));
        Assert.Equal(1, await admin.MetricAsync("socketgateway_destination_state", "socketgateway_destination=\"b\"", "socketgateway_state=\"draining\""));
        Assert.Equal(1, await admin.MetricAsync("socketgateway_destination_state", "socketgateway_destination=\"b\""));

        await _gateway.WaitForLineAsync("front: destination b is draining", Soon);
        Assert.Equal(HttpStatusCode.OK, await SetAsync("front", "b", """{ "drain": false }"""));
        Assert.Contains('b', Names(await ConnectAsync(3)));
        await _gateway.WaitForLineAsync("front: destination b is up", Soon);
    }

    [Fact]
    public async Task With_a_time_the_connections_of_a_drained_destination_are_closed_in_good_order_and_no_others()
    {
        var clients = await ConnectAsync(6);
        Assert.Equal(HttpStatusCode.OK, await SetAsync("FRONT", "B", """{ "drain": true, "closeWithin": "00:00:01" }"""));
        foreach (var (client, name) in clients)
        {
            if (name == 'a') continue;
            Assert.Equal(StreamEnd.Finished, await client.ReceiveEndAsync());
        }

        foreach (var (client, _) in clients.Where(c => c.Name == 'a')) await client.EchoAsync([1]);
        await _gateway.WaitForLineAsync("ended: .* destination_drained", Soon);
        await Eventually.Async(async () => (int)(await DestinationAsync("b"))["active"]! == 0, Soon, "all have left");
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused()
    {
        Assert.Equal(HttpStatusCode.NotFound, await SetAsync("front", "nowhere", """{ "drain": true }"""));
        Assert.Equal(HttpStatusCode.NotFound, await SetAsync("console", "a", """{ "drain": true }"""));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync("front", "a", "{ }"));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync("front", "a", """{ "drain": true, "closeWithin": "soon" }"""));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync("front", "a", """{ "drain": true, "closeWithin": "-00:00:01" }"""));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync("front", "a", """{ "drain": false, "closeWithin": "00:00:01" }"""));
        var states = (await _http.GetFromJsonAsync<JsonArray>("api/destinations"))!.Select(destination => (string?)destination!["state"]);
        Assert.Equal(["up", "up"], states);
    }

    [Fact]
    public async Task The_console_lists_drains_and_resumes()
    {
        using var console = await ConsoleClient.LogInAsync(_gateway.PortOffset + 23, "operator", _password);
        Assert.Matches(@"front +a +up +0 +0 +0 +1 ", await console.AskAsync("destinations"));
        Assert.Contains("a of front is draining: it takes no further connections", await console.AskAsync("drain destination front a"), StringComparison.Ordinal);
        await _gateway.WaitForLineAsync("operator from .* drains destination a of front, whose connections go on", Soon);
        Assert.Equal("bbb", Names(await ConnectAsync(3)));
        Assert.Contains("a of front is up", await console.AskAsync("resume destination front a"), StringComparison.Ordinal);
        Assert.Contains('a', Names(await ConnectAsync(3)));
    }

    private static string Names(List<(TestClient Client, char Name)> clients) => string.Concat(clients.Select(c => c.Name).Order());

    /// <summary>Clients that were greeted, by whom. They end with the gateway.</summary>
    private async Task<List<(TestClient Client, char Name)>> ConnectAsync(int count)
    {
        var clients = new List<(TestClient, char)>();
        for (var i = 0; i < count; i++)
        {
            var client = await TestClient.ConnectAsync(_gateway.PortOffset + 7);
            clients.Add((client, (char)(await client.ReceiveExactlyAsync(1))[0]));
        }

        return clients;
    }

    private async Task<JsonNode> DestinationAsync(string name) => (await _http.GetFromJsonAsync<JsonArray>("api/destinations"))!.Single(d => (string?)d!["name"] == name)!;

    private async Task<HttpStatusCode> SetAsync(string service, string name, string body, bool withHeader = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/destinations/{service}/{name}") { Content = new StringContent(body, null, "application/json") };
        if (withHeader) request.Headers.Add("X-SocketGateway", "1");
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }
}
