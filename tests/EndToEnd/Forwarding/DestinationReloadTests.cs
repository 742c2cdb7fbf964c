using System.Text;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>A configuration file that changes while its gateway runs.</summary>
public sealed class DestinationReloadTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task On_SIGHUP_destinations_follow_the_file_connections_go_on_and_a_faulty_file_changes_nothing()
    {
        await using GreetingServer first = new('a'), second = new('b');
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = FileFor($$""" "a": { "Address": "{{first.Address}}" } """) });
        using var old = await TestClient.ConnectAsync(gateway.PortOffset + 7);
        Assert.Equal("a", await GreetingAsync(old));

        // With a fault in it.
        Write(gateway, FileFor($$""" "b": { "Address": "{{second.Address}}", "Weight": "heavy" } """));
        gateway.Signal(PosixSignals.Hup);
        await gateway.WaitForLineAsync("the configuration is not taken over: SocketGateway:Services:front:Destinations:b:Weight: 'heavy'", Soon);
        await gateway.WaitForLineAsync("SIGHUP: .*the configuration has 1 faults, and nothing of it is taken over", Soon);
        await MeetAsync(gateway, "a");

        // No JSON at all.
        Write(gateway, "{");
        gateway.Signal(PosixSignals.Hup);
        await gateway.WaitForLineAsync(@"the configuration is not taken over: \S*gateway.json: ", Soon);
        await MeetAsync(gateway, "a");

        Write(gateway, FileFor($$""" "b": { "Address": "{{second.Address}}" } """, """, "Retries": 9"""));
        gateway.Signal(PosixSignals.Hup);
        await gateway.WaitForLineAsync("front: its destinations are configured anew: b " + Regex.Escape(second.Address), Soon);
        await gateway.WaitForLineAsync("1 keys of the configuration are others than at the start, and need a restart: SocketGateway:Services:front:Retries", Soon);
        await MeetAsync(gateway, "b");
        await old.EchoAsync([1, 2, 3]);

        // Back again, and now those at what is left out have a second.
        using var leaving = await TestClient.ConnectAsync(gateway.PortOffset + 7);
        Assert.Equal("b", await GreetingAsync(leaving));
        Write(gateway, FileFor($$""" "a": { "Address": "{{first.Address}}" } """, """, "CloseRemoved": "00:00:01" """));
        gateway.Signal(PosixSignals.Hup);
        Assert.Equal(StreamEnd.Finished, await leaving.ReceiveEndAsync());
        await gateway.WaitForLineAsync("ended: .* destination_drained", Soon);
        await MeetAsync(gateway, "a");
        await old.EchoAsync([4, 5, 6]);
    }

    private static async Task MeetAsync(GatewayProcess gateway, string name)
    {
        using var client = await TestClient.ConnectAsync(gateway.PortOffset + 7);
        Assert.Equal(name, await GreetingAsync(client));
        await client.EchoAsync([7]);
    }

    private static async Task<string> GreetingAsync(TestClient client) => Encoding.ASCII.GetString(await client.ReceiveExactlyAsync(1));

    private static void Write(GatewayProcess gateway, string text) => File.WriteAllText(Path.Combine(gateway.Directory, "gateway.json"), text);

    private static string FileFor(string destinations, string more = "") => $$"""
        {
          "SocketGateway": {
            "Listeners": { "front": { "Port": 7, "Service": "front" } },
            "Services": { "front": { "Type": "Forward", "Destinations": { {{destinations}} }{{more}} } }
          }
        }
        """;
}
