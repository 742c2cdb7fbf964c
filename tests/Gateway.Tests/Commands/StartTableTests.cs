using System.Net;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Commands;

public sealed class StartTableTests
{
    private static readonly ServiceTypeCatalog Types = new ServiceTypeCatalog().Add("Thermostat");

    [Fact]
    public void Shows_how_the_port_came_about_the_service_and_a_command() =>
        Assert.Contains(new StartRow("10080 (80 + 10000)", "site", "curl http://127.0.0.1:10080/"), Rows());

    [Fact]
    public void Every_bundled_listener_has_a_command()
    {
        var rows = Rows();
        Assert.Equal(8, rows.Count(row => row.Port.Length > 0));
        Assert.All(rows, row => Assert.NotEmpty(row.TryMe));
    }

    [Fact]
    public void A_node_without_listeners_shows_its_services()
    {
        var options = new GatewayOptions
        {
            Cluster = new ClusterOptions { Enabled = true, Roles = ["service"], SeedNodes = ["a:1", "b:2"], Version = "blue" },
            Services = new Dictionary<string, ServiceOptions> { ["files"] = new() { Type = "Ftp" }, ["echo"] = new() { Type = "Echo" } },
        };
        Assert.Equal([new StartRow("service", "echo", "Echo"), new StartRow("service", "files", "Ftp")], StartTable.Rows(options, Types, []));
        Assert.Equal("Node c:3 (service, version blue), joins a:1, b:2", StartTable.NodeLine(options.Cluster, "c:3"));
    }

    [Fact]
    public void Redirected_output_has_each_command_whole_on_one_line_without_escapes()
    {
        var output = new StringWriter();
        StartTable.Write(output, Rows(), plain: true);

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.All(Rows(), row => Assert.Contains(lines, line => line.EndsWith("  " + row.TryMe, StringComparison.Ordinal)));
        Assert.DoesNotContain('\e', output.ToString());
    }

    [Fact]
    public void A_terminal_shows_each_command_whole_too()
    {
        var output = new StringWriter();
        StartTable.Write(output, Rows(), plain: false);

        Assert.All(Rows(), row => Assert.Contains(row.TryMe, output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0:10080 (80 + 10000)", "curl http://127.0.0.1:10080/")]
    [InlineData("::1", "[::1]:10080 (80 + 10000)", "curl http://[::1]:10080/")]
    [InlineData("::", "[::]:10080 (80 + 10000)", "curl http://[::1]:10080/")]
    [InlineData("127.0.0.2", "127.0.0.2:10080 (80 + 10000)", "curl http://127.0.0.2:10080/")]
    public void Commands_reach_the_address_that_is_bound(string address, string port, string command) =>
        Assert.Contains(new StartRow(port, "site", command), Rows(("SocketGateway:Listeners:http:Address", address)));

    [Fact]
    public void Without_an_offset_there_is_no_sum() =>
        Assert.Contains(new StartRow("80", "site", "curl http://127.0.0.1:80/"), Rows(("SocketGateway:PortOffset", "0")));

    [Fact]
    public void The_port_that_the_system_chose_is_shown()
    {
        var options = Options(("SocketGateway:Listeners:http:Port", "0"));
        var rows = StartTable.Rows(options, Types, [], new Dictionary<string, IPEndPoint> { ["http"] = new(IPAddress.Loopback, 43210) });

        Assert.Contains(new StartRow("43210", "site", "curl http://127.0.0.1:43210/"), rows);
    }

    [Fact]
    public void Without_anonymous_access_ftp_is_tried_as_a_user() => Assert.Contains(
        StartTable.Rows(Options(("SocketGateway:Services:files:Anonymous", "Off")), Types, ["alice"]),
        row => row.TryMe == "curl --user alice ftp://127.0.0.1:10021/");

    [Fact]
    public void A_service_of_your_own_is_tried_by_hand() => Assert.Contains(
        new StartRow("2000", "t", "telnet 127.0.0.1 2000"),
        Rows(("SocketGateway:Services:t:Type", "Thermostat"), ("SocketGateway:Listeners:t:Port", "2000"), ("SocketGateway:Listeners:t:Service", "t")));

    private static IReadOnlyList<StartRow> Rows(params (string Key, string? Value)[] settings) => StartTable.Rows(Options(settings), Types, []);

    private static GatewayOptions Options(params (string Key, string? Value)[] settings)
    {
        var configuration = ConfigurationSources.Load(null, settings.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)), out _)!;
        return GatewayConfiguration.Read(configuration, Types).Options!;
    }
}
