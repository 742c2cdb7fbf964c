using System.Text.Json;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

public sealed partial class AccessLogTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task As_json_a_connections_line_names_what_it_says()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings
        {
            Environment = new Dictionary<string, string> { ["Logging__Console__FormatterName"] = "json" },
        });
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        await client.EchoAsync([1, 2, 3]);
        var peer = client.Local;
        client.Dispose();

        using var json = JsonDocument.Parse((await gateway.WaitForLineAsync(AccessLine(), Soon)).Value);
        var line = json.RootElement;
        Assert.Equal(("Information", "SocketGateway.Access"), (line.GetProperty("LogLevel").GetString(), line.GetProperty("Category").GetString()));
        Assert.True(line.GetProperty("Timestamp").TryGetDateTimeOffset(out _));
        var state = line.GetProperty("State");
        Assert.Equal("closed", state.GetProperty("Reason").GetString());
        Assert.Equal($"{peer} <-> 127.0.0.1:{gateway.EchoPort}", state.GetProperty("Sockets").GetString());
        Assert.Equal(("echo", "echo"), (state.GetProperty("Listener").GetString(), state.GetProperty("Service").GetString()));
        Assert.Equal((3, 3), (state.GetProperty("Received").GetInt64(), state.GetProperty("Sent").GetInt64()));
    }

    [GeneratedRegex("^\\{.*\"SocketGateway\\.Access\".*\\}$")]
    private static partial Regex AccessLine();
}
