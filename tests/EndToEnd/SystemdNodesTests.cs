using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>The three nodes of <c>deploy/systemd</c>, by the settings that stand there, with other ports and without systemd.</summary>
public sealed class SystemdNodesTests : IAsyncLifetime
{
    private const int Clients = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static readonly string Folder = Path.Combine(Built.Root, "deploy", "systemd");

    private readonly Dictionary<string, int> _ports = new[] { "gateway", "service-1", "service-2" }.ToDictionary(node => node, _ => FreePorts.Pair());
    private readonly ConcurrentDictionary<string, GatewayProcess> _nodes = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
    }

    [Fact]
    public async Task Service_nodes_are_restarted_one_after_the_other_and_every_client_stays()
    {
        await Task.WhenAll(_ports.Keys.Select(StartAsync));
        await JoinedAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => TestClient.ConnectAsync(_nodes["gateway"].EchoPort)));
        await TalkAsync();
        foreach (var service in _ports.Keys.Where(node => node != "gateway"))
        {
            _nodes[service].Signal(PosixSignals.Term);
            await TalkAsync();
            Assert.Equal(0, await _nodes[service].WaitForExitAsync(Soon));
            await TalkAsync();
            await _nodes[service].DisposeAsync();
            await StartAsync(service);
            await JoinedAsync();
            await TalkAsync();
        }

        foreach (var client in clients) client.Dispose();

        Task TalkAsync() => Task.WhenAll(clients.Select((client, i) => client.EchoAsync([1, 2, (byte)i])));
    }

    private async Task StartAsync(string node) => _nodes[node] = await GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = await File.ReadAllTextAsync(Path.Combine(Folder, "cluster.json")),
        Environment = new Dictionary<string, string>(
            from line in await File.ReadAllLinesAsync(Path.Combine(Folder, $"{node}.env"))
            where !line.StartsWith('#') && !line.StartsWith("SocketGateway__Admin__", StringComparison.Ordinal)
            let pair = line.Split('=', 2)
            select KeyValuePair.Create(pair[0], pair[1]))
        {
            ["SocketGateway__Cluster__Port"] = $"{_ports[node]}",
            ["SocketGateway__Cluster__SeedNodes__0"] = $"127.0.0.1:{_ports["gateway"]}",
        },
    });

    /// <summary>Waits until the gateway lists every process as up.</summary>
    private Task JoinedAsync() => Eventually.Async(
        async () =>
        {
            using var http = new HttpClient { BaseAddress = _nodes["gateway"].Admin };
            var listed = (await http.GetFromJsonAsync<JsonArray>("api/nodes"))!;
            return _nodes.Values.All(node => listed.Any(view => (int?)view!["process"] == node.Id && (string?)view["state"] == "up"));
        },
        Soon,
        "the gateway lists all nodes as up");
}
