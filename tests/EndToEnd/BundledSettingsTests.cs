using System.Net;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>The program without a word of configuration: what somebody sees who has just cloned and started it.</summary>
public sealed partial class BundledSettingsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly GatewaySettings Bundled = new() { ConfigFile = null };

    private static readonly Dictionary<string, Regex> Answers = new()
    {
        ["echo"] = Hello(),
        ["discard"] = Nothing(),
        ["daytime"] = Day(),
        ["chargen"] = FiveLines(),
        ["files"] = Listing(),
        ["console"] = Login(),
        ["time"] = Seconds(),
        ["site"] = Page(),
    };

    [Fact]
    public async Task Every_command_of_the_table_works_as_it_stands()
    {
        await using var gateway = await GatewayProcess.StartAsync(Bundled);
        Assert.Equal(Answers.Keys, gateway.Table.Rows.Select(row => row.Service));
        Assert.Contains(gateway.Table.Rows.SelectMany(row => row.Commands), command => command.StartsWith("curl ftp://", StringComparison.Ordinal));
        await AssertAllWorkAsync(gateway);
    }

    [Fact]
    public async Task A_process_without_a_cluster_loads_nothing_of_one()
    {
        await using var gateway = await GatewayProcess.StartAsync(Bundled);
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        var loaded = await File.ReadAllTextAsync($"/proc/{gateway.Id}/maps");
        Assert.Contains("Akka.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Akka.Cluster.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Akka.Remote.dll", loaded, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task With_port_offset_0_root_serves_the_well_known_ports()
    {
        await using var gateway = await GatewayProcess.StartAsync(Bundled with { PortOffset = 0 });
        Assert.Equal([7, 9, 13, 19, 21, 23, 37, 80], gateway.Table.Rows.Select(row => row.Port));
        await AssertAllWorkAsync(gateway);
    }

    [Fact]
    public async Task The_start_says_how_to_log_in_and_how_to_stop_and_nothing_else()
    {
        await using var gateway = await GatewayProcess.StartAsync(Bundled);
        await gateway.WaitForLineAsync("^Ctrl-C stops", Soon);
        await gateway.OperatorPasswordAsync();
        Assert.Equal(0, gateway.Output.All.Count(line => line.Contains(" info ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_nobody_can_log_in_no_password_is_printed()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await gateway.WaitForLineAsync("^Ctrl-C stops", Soon);
        Assert.DoesNotContain(gateway.Output.All, line => line.Contains("password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_address_of_the_admin_endpoints_is_the_real_one_even_when_the_system_chose_the_port()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Admin:Url", "http://127.0.0.1:0"));
        var printed = await gateway.WaitForLineAsync("^Health, metrics and connections: (http://127.0.0.1:[1-9][0-9]*/)$", Soon);
        using var admin = new AdminClient(new Uri(printed.Groups[1].Value));
        Assert.Equal(HttpStatusCode.OK, await admin.GetStatusAsync("healthz/ready"));
    }

    private static async Task AssertAllWorkAsync(GatewayProcess gateway)
    {
        foreach (var row in gateway.Table.Rows)
        {
            Assert.NotEmpty(row.Commands);
            foreach (var command in row.Commands) Assert.Matches(Answers[row.Service], await TryAsync(command, Answers[row.Service]));
        }
    }

    /// <summary>What a command says. One that types for its user waits a second for each answer: whoever has a slow machine tries it again.</summary>
    private static async Task<string> TryAsync(string command, Regex answer)
    {
        var attempts = command.Contains("sleep", StringComparison.Ordinal) ? 5 : 1;
        while (true)
        {
            var output = (await Shell.BashAsync(command)).Succeeded();
            if (--attempts == 0 || answer.IsMatch(output)) return output;
        }
    }

    [GeneratedRegex(@"\Ahello\n\z")]
    private static partial Regex Hello();

    [GeneratedRegex(@"\A\z")]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\A[^\r\n]*\d\d:\d\d:\d\d[^\r\n]*\r\n\z")]
    private static partial Regex Day();

    [GeneratedRegex(@"\A(?:[ -~]{72}\r\n){5}\z")]
    private static partial Regex FiveLines();

    [GeneratedRegex(@"^[-d]r.* welcome\.txt\r?$", RegexOptions.Multiline)]
    private static partial Regex Listing();

    [GeneratedRegex("login: operator\r?\n(?s:.*)Password: ")]
    private static partial Regex Login();

    [GeneratedRegex(@"\A +\d{10}\n\z")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"<html(?s:.*)</html>", RegexOptions.IgnoreCase)]
    private static partial Regex Page();
}
