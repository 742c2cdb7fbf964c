using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Pty;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>What is configured to run, and what becomes of it.</summary>
public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_program_has_its_terminal_and_no_other_descriptor()
    {
        await using var gateway = await EmbeddedGateway.StartAsync(ProgramSettings.For(["/bin/ls", "-l", "/proc/self/fd"]));
        using var client = await ProgramClient.LogInAsync(gateway.Port("telnet"));
        Assert.True(await client.ReadToEndAsync());
        var open = client.Received.Split("\r\n").Where(line => line.Contains(" -> ", StringComparison.Ordinal)).Select(line => line.Split(" -> ")[1]).ToList();
        Assert.Equal(4, open.Count);
        Assert.All(open.Take(3), target => Assert.Matches("^/dev/pts/[0-9]+$", target));
        Assert.Matches("^/proc/[0-9]+/fd$", open[3]);
    }

    [Fact]
    public async Task Output_without_end_waits_for_a_client_that_does_not_read_and_goes_on_when_it_does()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = ProgramSettings.For(["/usr/bin/yes", "0123456789abcdef"]) });
        using var client = await ProgramClient.LogInAsync(gateway.Table.Rows[0].Port);
        await client.ExpectAsync("0123456789abcdef\r\n0123456789abcdef\r\n");
        var before = gateway.ResidentBytes;
        var program = int.Parse((await Shell.BashAsync($"pgrep -P {gateway.Id} yes")).Succeeded(), CultureInfo.InvariantCulture);

        // What the kernel's buffers take first; then not one byte.
        var stalled = await Eventually.Async(
            async () => (First: Written(program), Then: await After(TimeSpan.FromMilliseconds(700), () => Written(program))),
            seen => seen.First == seen.Then, Patience, "it waits");
        Assert.InRange(stalled.Then, 1, 32 * 1024 * 1024);
        Assert.InRange(gateway.ResidentBytes - before, long.MinValue, 48 * 1024 * 1024);

        var wanted = stalled.Then + (1024 * 1024);
        while (client.Count < wanted) await client.ReadSomeAsync();
        Assert.True(Written(program) > stalled.Then);
        var start = client.Received.IndexOf("0123", StringComparison.Ordinal);
        var lines = client.Received[start..].Split("\r\n");
        Assert.All(lines.SkipLast(1), line => Assert.Equal("0123456789abcdef", line));
    }

    [Fact]
    public async Task A_login_at_which_nothing_is_typed_ends_with_its_program()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings
        {
            ConfigFile = ProgramSettings.ForShell(),
            Values = [("Services:shell:IdleTimeout", "00:00:05")],
        });
        using var client = await ProgramClient.ShellAsync(gateway.Table.Rows[0].Port);
        var process = await client.ProcessIdAsync();
        await client.ExpectAsync("Nothing was typed for 00:00:05.");
        await Eventually.Async(() => ProgramClient.IsAlive(process), alive => !alive, Patience, "the shell ends");
    }

    [Fact]
    public async Task When_the_gateway_stops_so_do_the_programs_even_the_stubborn_ones()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = ProgramSettings.ForShell() });
        var port = gateway.Table.Rows[0].Port;
        using var mild = await ProgramClient.ShellAsync(port);
        using var stubborn = await ProgramClient.ShellAsync(port);
        int[] processes = [await mild.ProcessIdAsync(), await stubborn.ProcessIdAsync()];
        await stubborn.SendAsync("trap '' HUP TERM INT; echo stub''born; while :; do sleep 1; done\r\0");
        await stubborn.ExpectAsync("stubborn\r\n");

        gateway.Signal(PosixSignals.Term);
        await mild.ExpectAsync("The gateway stops.\r\n");
        Assert.Equal(0, await gateway.WaitForExitAsync(Patience));
        Assert.DoesNotContain(processes, ProgramClient.IsAlive);
    }

    [Fact]
    public async Task When_a_second_signal_ends_the_gateway_at_once_no_stubborn_program_is_left()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = ProgramSettings.ForShell() });
        using var client = await ProgramClient.ShellAsync(gateway.Table.Rows[0].Port);
        var process = await client.ProcessIdAsync();
        await client.SendAsync("trap '' HUP TERM INT; echo stub''born; while :; do sleep 1; done\r\0");
        await client.ExpectAsync("stubborn\r\n");

        gateway.Signal(PosixSignals.Term);
        await client.ExpectAsync("The gateway stops.\r\n");
        gateway.Signal(PosixSignals.Term);
        Assert.Equal(1, await gateway.WaitForExitAsync(Patience));
        await Eventually.Async(() => ProgramClient.IsAlive(process), alive => !alive, Patience, "the program is gone");
    }

    [Fact]
    public async Task A_session_that_crashes_takes_its_program_along_and_says_so()
    {
        var plan = new CrashPlan().Fail("input", before: [], after: [1]);
        await using var gateway = await EmbeddedGateway.StartAsync(ProgramSettings.WithoutKeys("CrashingProgram"), host =>
        {
            host.Services.AddSingleton(plan);
            host.AddService<CrashingProgramSession>("CrashingProgram");
        });
        using var client = await ProgramClient.ShellAsync(gateway.Port("telnet"));
        var process = await client.ProcessIdAsync();
        await client.SendAsync(CrashingProgramSession.Word + "\r\0");
        Assert.False(await client.ReadToEndAsync());
        Assert.EndsWith("\r\nThe program was lost: an error in the gateway.\r\n", client.Received, StringComparison.Ordinal);
        await gateway.Log.WaitForAsync(Patience, "program_lost");
        await Eventually.Async(() => ProgramClient.IsAlive(process), alive => !alive, Patience, "the program is gone");
    }

    [Fact]
    public async Task As_many_programs_run_as_the_limits_say_and_one_that_ends_makes_room()
    {
        await using var gateway = await EmbeddedGateway.StartAsync(ProgramSettings.ForShell(maxPrograms: 5, maxPerUser: 2));
        var port = gateway.Port("telnet");
        using var first = await ProgramClient.ShellAsync(port);
        using var second = await ProgramClient.ShellAsync(port);
        using var third = await ProgramClient.LogInAsync(port);
        Assert.True(await third.ReadToEndAsync());
        Assert.EndsWith("Too many programs are running. Try again later.\r\n", third.Received, StringComparison.Ordinal);

        await first.SendAsync("exit\r\0");
        Assert.True(await first.ReadToEndAsync());
        await Eventually.Async(
            async () =>
            {
                using var next = await ProgramClient.LogInAsync(port);
                await next.SendAsync("exit\r\0");
                await next.ReadToEndAsync();
                return !next.Received.Contains("Too many", StringComparison.Ordinal);
            },
            Patience,
            "there is room");
    }

    [Fact]
    public async Task Three_hundred_quick_logins_leave_no_descriptor_process_or_zombie_behind()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = ProgramSettings.For(["/bin/true"]) });
        var port = gateway.Table.Rows[0].Port;
        async Task RunAsync()
        {
            using var client = await ProgramClient.LogInAsync(port);
            Assert.True(await client.ReadToEndAsync());
        }

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RunAsync()));
        await Eventually.Async(() => ChildrenAsync(gateway.Id), children => children == 0, Patience, "no child is left");
        var before = gateway.Descriptors;
        for (var round = 0; round < 29; round++) await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RunAsync()));
        await Eventually.Async(() => ChildrenAsync(gateway.Id), children => children == 0, Patience, "no child is left, no zombie");
        await Eventually.Async(() => gateway.Descriptors, now => now <= before + 3, Patience, $"descriptors are back to {before}");
    }

    [Fact]
    public async Task A_shell_that_cannot_be_reached_is_not_run()
    {
        await using var gateway = await EmbeddedGateway.StartAsync(ProgramSettings.For(["/bin/sh", "-c", "exec /nowhere/program"]));
        using var client = await ProgramClient.LogInAsync(gateway.Port("telnet"));
        Assert.True(await client.ReadToEndAsync());
        Assert.Contains("/nowhere/program", client.Received, StringComparison.Ordinal);
        await gateway.Log.WaitForAsync(Patience, "ended with code 127");
    }

    [RootFact]
    public async Task As_root_it_starts_only_when_it_is_said_as_whom_programs_run()
    {
        var refused = await GatewayProcess.RunAsync(new GatewaySettings { ConfigFile = ProgramSettings.For(["/bin/sh"], runAs: null), Arguments = ["check-config"] });
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("SocketGateway:Services:shell:RunAs: is missing: the gateway runs as root", refused.Output + refused.Error, StringComparison.Ordinal);

        await using var gateway = await EmbeddedGateway.StartAsync(ProgramSettings.For(["/bin/sh", "-c", "id -un; id -G; echo $HOME"], systemUser: "daemon"));
        using var client = await ProgramClient.LogInAsync(gateway.Port("telnet"));
        Assert.True(await client.ReadToEndAsync());
        Assert.Contains("daemon\r\n1\r\n/usr/sbin\r\n", client.Received, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task Not_as_root_it_runs_as_itself_and_refuses_to_run_as_another()
    {
        var settings = new GatewaySettings { ConfigFile = ProgramSettings.For(["/usr/bin/id"], runAs: "nobody"), Arguments = ["check-config"] };
        Assert.Equal(0, (await GatewayProcess.RunAsync(settings)).ExitCode);
        var self = SystemUser.Find("daemon")!;
        Assert.Contains("only root can become nobody", ProgramAccount.Fault("nobody", self, SystemUser.Find), StringComparison.Ordinal);
        Assert.Null(ProgramAccount.Fault("daemon", self, SystemUser.Find));
        Assert.Null(ProgramAccount.Fault(null, self, SystemUser.Find));
    }

    private static async Task<int> ChildrenAsync(int process) =>
        int.Parse((await Shell.BashAsync($"ps -o pid= --ppid {process} | wc -l")).Output, NumberStyles.Any, CultureInfo.InvariantCulture);

    private static long Written(int process) => File.ReadLines($"/proc/{process}/io")
        .Where(line => line.StartsWith("wchar:", StringComparison.Ordinal)).Select(line => long.Parse(line.AsSpan(6), CultureInfo.InvariantCulture)).Single();

    private static async Task<T> After<T>(TimeSpan pause, Func<T> look)
    {
        await Task.Delay(pause);
        return look();
    }
}
