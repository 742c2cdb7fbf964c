using System.Net;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Cluster;
using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd;

/// <summary>A new process takes the ports over from an old one, while clients come.</summary>
public sealed class HandOverTests(ITestOutputHelper output)
{
    private const int LongLived = 50;
    private const int BetweenHandOvers = 200;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Three_processes_in_a_row_take_over_and_no_client_is_refused_reset_or_kept_waiting()
    {
        var (offset, admin) = FreePorts.Find();
        using var operators = new AdminClient(new Uri($"http://127.0.0.1:{admin}/"));
        await HandOverAsync(Settings(offset, ("Admin:Url", $"http://127.0.0.1:{admin}")), IPAddress.Loopback, times: 3, async (old, next) =>
        {
            // While the old one is still draining, who asks for health hears the one that serves.
            await Eventually.Async(() => AnsweringAsync(operators), process => process == next.Id, Soon, "the new process answers operators");
            Assert.False(old.HasExited);
            Assert.Equal(HttpStatusCode.OK, await operators.GetStatusAsync("healthz/ready"));
        });
    }

    [NamespaceFact]
    public Task Nor_is_one_where_the_kernel_moves_nothing_between_the_sockets_of_a_port() => BetweenNamespacesAsync(migrates: false);

    [NamespaceFact]
    public Task Nor_is_one_where_the_kernel_moves_what_is_left_in_a_queue() => BetweenNamespacesAsync(migrates: true);

    [Fact]
    public async Task A_port_that_another_program_does_not_share_is_an_error_as_ever_and_so_is_its_admin_endpoint()
    {
        var (offset, admin) = FreePorts.Find();
        using var echo = new TcpListener(IPAddress.Loopback, offset + 7);
        using var web = new TcpListener(IPAddress.Loopback, admin);
        foreach (var taken in new[] { echo, web }) taken.Start();
        await using var gateway = GatewayProcess.Launch(Settings(offset, ("Admin:Url", $"http://127.0.0.1:{admin}")));
        Assert.Equal(2, await gateway.WaitForExitAsync(Soon));
        foreach (var key in new[] { "Listeners:echo:Port", "Admin:Url" })
            await gateway.WaitForLineAsync($"^error: SocketGateway:{key}: .*cannot be bound", Soon);
    }

    private static GatewaySettings Settings(int offset, params IReadOnlyList<(string Key, string Value)> values) => new()
    {
        PortOffset = offset,
        Values = [("ReusePort", "true"), ("Drain:ReadyDelay", "00:00:00"), ("Drain:CloseSpread", "00:00:02"), .. values],
    };

    private static async Task<int?> AnsweringAsync(AdminClient operators)
    {
        try
        {
            return (await operators.NodesAsync())[0].Process;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            // For a moment nobody answers, and whoever waits in the old queue is reset, or cut off in the middle of an answer.
            return null;
        }
    }

    private async Task BetweenNamespacesAsync(bool migrates)
    {
        await using var network = await NamespaceNetwork.CreateAsync(1);
        var plan = network.Plan(0);
        var set = $"echo {(migrates ? 1 : 0)} > /proc/sys/net/ipv4/tcp_migrate_req";
        (await Shell.RunAsync(plan.Launcher[0], [.. plan.Launcher.Skip(1), "bash", "-c", set])).Succeeded();
        var settings = Settings(FreePorts.Find().Offset, ("Address", plan.Hostname)) with { Launcher = plan.Launcher };
        await HandOverAsync(settings, IPAddress.Parse(plan.Hostname), times: 2, (_, _) => Task.CompletedTask);
    }

    private async Task HandOverAsync(GatewaySettings settings, IPAddress address, int times, Func<GatewayProcess, GatewayProcess, Task> whileDraining)
    {
        var processes = new Stack<GatewayProcess>([await GatewayProcess.StartAsync(settings)]);
        try
        {
            await using var crowd = EchoCrowd.Start(new IPEndPoint(address, processes.Peek().EchoPort));
            for (var time = 0; time < times; time++)
            {
                await MoreAsync(crowd);
                var old = processes.Peek();
                var clients = await Task.WhenAll(Enumerable.Range(0, LongLived).Select(_ => TestClient.ConnectAsync(old.EchoPort, to: address)));
                var ends = Task.WhenAll(clients.Select(client => client.EchoUntilEndAsync()));

                // One that takes nothing of what it is sent keeps the old process until it goes.
                using var busy = await TestClient.ConnectAsync(old.ChargenPort, to: address);
                var next = await GatewayProcess.StartAsync(settings with { PortOffset = old.PortOffset });
                processes.Push(next);
                old.Signal(PosixSignals.Term);
                await whileDraining(old, next);
                busy.Dispose();

                // A reset is an exception, and so is a connection that nobody ends.
                Assert.All(await ends, echoes => Assert.True(echoes > 0));
                Assert.Equal(0, await old.WaitForExitAsync(Soon));
            }

            await MoreAsync(crowd);
            await crowd.StopAsync();
            output.WriteLine($"{crowd}");
            Assert.Empty(crowd.Failures);

            // Whoever is kept waiting has lost a SYN, which is sent again a second later: that is counted, while every time also has in it what else the machine does.
            Assert.Equal(0, crowd.Retransmits);
            Assert.False(processes.Peek().HasExited);
        }
        catch
        {
            output.WriteLine(processes.Peek().Output.Tail);
            throw;
        }
        finally
        {
            foreach (var process in processes) await process.DisposeAsync();
        }
    }

    private static async Task MoreAsync(EchoCrowd crowd)
    {
        var before = crowd.Served;
        await Eventually.Async(() => crowd, seen => seen.Served > before + BetweenHandOvers || !seen.Failures.IsEmpty, Soon, "clients are served");
        Assert.Empty(crowd.Failures);
    }
}
