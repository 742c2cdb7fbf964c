using System.Net;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

public sealed class ConfigurationTests
{
    private const string Faulty = """
        {
          "SocketGateway": {
            "Colour": "blue",
            "Listeners": {
              "echo": { "Port": 7, "Service": "echo" },
              "twice": { "Port": 7, "Service": "echo" },
              "lost": { "Port": 9, "Service": "nowhere" },
              "small": { "Port": 13, "Service": "echo", "Limits": { "MaxConnections": 0 } }
            },
            "Services": { "echo": { "Type": "Echo" }, "odd": { "Type": "Gopher" } },
            "Flow": { "OutputWindow": -1 }
          }
        }
        """;

    private static readonly string[] FaultyKeys =
    [
        "SocketGateway:Colour", "SocketGateway:Listeners:twice:Port", "SocketGateway:Listeners:lost:Service",
        "SocketGateway:Listeners:small:Limits:MaxConnections", "SocketGateway:Services:odd:Type", "SocketGateway:Flow:OutputWindow",
    ];

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("run")]
    [InlineData("check-config")]
    public async Task Every_fault_of_the_configuration_is_listed_with_its_key(string command)
    {
        var run = await GatewayProcess.RunAsync(new GatewaySettings { ConfigFile = Faulty, Arguments = [command] });
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        foreach (var key in FaultyKeys) Assert.Contains($"error: {key}: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(FaultyKeys.Length, run.Error.Split("error: ").Length - 1);
    }

    [Fact]
    public async Task A_fault_leaves_nothing_bound()
    {
        await using var gateway = GatewayProcess.Launch(new GatewaySettings { Values = [("Flow:OutputWindow", "-1")] });
        var exit = gateway.WaitForExitAsync(Soon);
        while (!exit.IsCompleted)
        {
            Assert.False(await TestClient.CanConnectAsync(gateway.EchoPort));
            await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }

        Assert.Equal(2, await exit);
    }

    [Fact]
    public async Task Ports_in_use_are_all_listed_and_the_others_released()
    {
        var (offset, _) = FreePorts.Find();
        using var echo = new TcpListener(IPAddress.Loopback, offset + 7);
        using var chargen = new TcpListener(IPAddress.Loopback, offset + 19);
        using var admin = new TcpListener(IPAddress.Loopback, 0);
        foreach (var taken in new[] { echo, chargen, admin }) taken.Start();
        await using var gateway = GatewayProcess.Launch(new GatewaySettings
        {
            PortOffset = offset,
            Values = [("Admin:Url", $"http://{admin.LocalEndpoint}")],
        });

        Assert.Equal(2, await gateway.WaitForExitAsync(Soon));
        foreach (var key in new[] { "Listeners:echo:Port", "Listeners:chargen:Port", "Admin:Url" })
            await gateway.WaitForLineAsync($"^error: SocketGateway:{key}: .*cannot be bound", Soon);
        Assert.Equal(3, gateway.Output.All.Count(line => line.StartsWith("error: ", StringComparison.Ordinal)));
        foreach (var port in new[] { 9, 13, 37 }) Assert.True(FreePorts.IsFree(offset + port), $"{offset + port} is bound");
    }

    [Fact]
    public async Task A_good_configuration_is_checked_without_binding_a_port()
    {
        var (offset, _) = FreePorts.Find();
        using var taken = new TcpListener(IPAddress.Loopback, offset + 7);
        taken.Start();
        var run = await GatewayProcess.RunAsync(new GatewaySettings { PortOffset = offset, Arguments = ["check-config"] });
        Assert.StartsWith("OK\n", run.Succeeded(), StringComparison.Ordinal);
        Assert.Equal(offset + 7, StartTable.Read(run.Output.Split('\n'))["echo"]);
    }

    [Fact]
    public async Task The_bundled_configuration_is_a_good_one()
    {
        var run = await GatewayProcess.RunAsync(new GatewaySettings { ConfigFile = null, Arguments = ["check-config"] });
        Assert.StartsWith("OK\n", run.Succeeded(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_made_of_a_password_on_standard_input_can_be_configured()
    {
        var hash = await GatewayProcess.RunAsync(new GatewaySettings { ConfigFile = null, Arguments = ["hash-password"] }, "secret of alice\n");
        var values = new[] { ("Users:alice:PasswordHash", hash.Succeeded().TrimEnd('\n')), ("Users:alice:Roles:0", "operator") };
        var check = await GatewayProcess.RunAsync(new GatewaySettings { Values = values, Arguments = ["check-config"] });
        Assert.StartsWith("OK\n", check.Succeeded(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", hash.Output + hash.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_command_line_win_over_those_of_the_environment()
    {
        var (offset, _) = FreePorts.Find();
        var settings = new GatewaySettings { Arguments = ["check-config", $"--SocketGateway:PortOffset={offset}"] };
        var run = await GatewayProcess.RunAsync(settings);
        Assert.Equal(offset + 7, StartTable.Read(run.Succeeded().Split('\n'))["echo"]);
    }
}
