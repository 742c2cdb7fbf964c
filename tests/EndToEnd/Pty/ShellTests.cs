using System.Text;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Telnet;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>A shell at a terminal, over a raw socket.</summary>
public sealed class ShellTests(SharedShell shared) : IClassFixture<SharedShell>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_runs_as_the_system_user_at_a_terminal_of_its_own_with_the_environment_of_a_login()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port, ProgramClient.WillTerminalType + ProgramClient.TerminalType("XTERM-256color"));
        Assert.Equal(ProgramSettings.AccountName, (await client.RunAsync("id -un")).Trim());
        Assert.Matches("^/dev/pts/[0-9]+\r\n$", await client.RunAsync("tty"));
        Assert.Equal(ProgramSettings.AccountName, (await client.RunAsync("stat -c %U $(tty)")).Trim());
        Assert.Equal("hello xterm-256color", (await client.RunAsync("echo $GREETING $TERM")).Trim());
        Assert.Equal("1024", (await client.RunAsync("ulimit -S -n")).Trim());
        Assert.Matches("iutf8", await client.RunAsync("stty -a"));

        var names = (await client.RunAsync("env | sed 's/=.*//' | sort | tr '\\n' ' '")).Trim();
        Assert.Equal("GREETING HOME LANG LOGNAME OLDPWD PATH PS1 PWD SHELL TERM USER", names);
        Assert.DoesNotContain(ProgramSettings.Password, await client.RunAsync("cat /proc/$$/environ /proc/$$/cmdline | tr '\\0' '\\n'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_inherits_no_capability_and_no_ignored_signal_of_the_gateway()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        var privileges = await client.RunAsync("sh -c 'grep -E \"^(CapInh|CapPrm|CapEff|CapAmb|SigIgn)\" /proc/$$/status'");
        Assert.All(privileges.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("\t0+$", line));
    }

    [Fact]
    public async Task The_window_size_and_its_changes_reach_the_program()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port, ProgramClient.WillWindowSize + ProgramClient.WindowSize(100, 40));
        Assert.Equal("40 100", (await client.RunAsync("stty size")).Trim());
        await client.SendAsync(ProgramClient.WindowSize(255, 1000));
        Assert.Equal("1000 255", (await client.RunAsync("stty size")).Trim());

        await client.SendAsync("exec sh -c 'trap \"stty size; exit\" WINCH; echo wait\"\"ing; while :; do sleep 0.1; done'\r\0");
        await client.ExpectAsync("waiting\r\n");
        await client.SendAsync(ProgramClient.WindowSize(33, 7));
        await client.ExpectAsync("7 33\r\n");
        Assert.True(await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData("\u0003")]
    [InlineData(ProgramClient.InterruptProcess)]
    [InlineData(ProgramClient.Break)]
    public async Task An_interrupt_ends_what_runs_in_the_foreground(string interrupt)
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync("sh -c \"echo start''ed; exec sleep 100\"\r\0");
        await client.ExpectAsync("started\r\n");
        await client.SendAsync(interrupt);
        await client.ExpectAsync(ProgramSettings.Prompt);
        Assert.Equal("130", (await client.RunAsync("echo $?")).Trim());
    }

    [Fact]
    public async Task Erase_kill_end_of_file_and_are_you_there_do_what_the_keys_do()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync($"echo wrong{ProgramClient.EraseLine}echo rightx{ProgramClient.EraseCharacter}\r\n");
        await client.ExpectAsync("\r\nright\r\n" + ProgramSettings.Prompt);
        await client.SendAsync(RawTelnetClient.AreYouThere);
        await client.ExpectAsync("\r\n[Yes]\r\n");
        await client.SendAsync(ProgramClient.EndOfFile);
        Assert.True(await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r\0")]
    [InlineData("\n")]
    [InlineData("\r")]
    public async Task Each_end_of_line_is_one_return(string end)
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync($"echo one; cat -A{end}two{end}three{end}");
        await client.ExpectAsync("two$\r\nthree$\r\n");
    }

    [Fact]
    public async Task Bytes_of_255_are_doubled_both_ways_and_a_lone_return_is_followed_by_nul()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync("printf 'a\\377\\377b\\rc\\r\\nd'; echo\r\0");
        await client.ExpectAsync("a\u00ff\u00ff\u00ff\u00ffb\r\0c\r\r\0\nd\r\n".Replace("\r\r\0\n", "\r\0\r\n", StringComparison.Ordinal));
        await client.SendAsync("stty raw -echo; head -c 3 | od -An -tx1; stty sane\r\0");
        await client.ExpectAsync("stty sane\r\n");
        await client.SendAsync("x\u00ff\u00ff\u0001");
        await client.ExpectAsync(" 78 ff 01");
    }

    [Fact]
    public async Task With_binary_agreed_on_every_byte_passes()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync("\u00ff\u00fd\0\u00ff\u00fb\0"); // DO BINARY, WILL BINARY
        await client.ExpectAsync("\u00ff\u00fb\0\u00ff\u00fd\0");
        await client.SendAsync("stty raw -echo; echo r''aw; head -c 6 | od -An -tx1; printf 'a\\rb\\377'; stty sane\r");
        await client.ExpectAsync("raw\n");
        await client.SendAsync("\r\n\r\0\u00ff\u00ff\u0003");
        await client.ExpectAsync(" 0d 0a 0d 00 ff 03\na\rb\u00ff\u00ff");
    }

    [Fact]
    public async Task All_output_comes_before_the_end_however_slowly_the_client_reads()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync("exec seq 1 100000\r\0");
        await client.ExpectAsync("exec seq 1 100000\r\n");
        var expected = new StringBuilder();
        for (var i = 1; i <= 100_000; i++) expected.Append(i).Append("\r\n");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.True(await client.ReadToEndAsync());
        Assert.EndsWith("seq 1 100000\r\n" + expected, client.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_killed_closes_its_connection_and_says_by_what()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        var process = await client.ProcessIdAsync();
        PosixSignals.Send(process, 9);
        await client.ExpectAsync("\r\nThe program ended with code 137: signal 9.\r\n");
        Assert.True(await client.ReadToEndAsync());
        await shared.Gateway.Log.WaitForAsync(Patience, $"process {process} of alice ended with code 137");
    }

    [Theory]
    [InlineData("")]
    [InlineData("trap '' HUP TERM; ")]
    [InlineData("sh -c \"trap '' HUP; sleep 1000\" & ")]
    public async Task When_the_client_is_gone_so_is_every_process_of_the_login_in_time(string first)
    {
        var client = await ProgramClient.ShellAsync(shared.Port);
        var process = await client.ProcessIdAsync();
        await client.SendAsync($"{first}echo on''ward; sleep 1000\r\0");
        await client.ExpectAsync("onward\r\n");
        var session = await SessionAsync(process);
        Assert.Contains(process, session);
        client.Reset();
        await Eventually.Async(() => SessionAsync(process), left => left.Length == 0, TimeSpan.FromSeconds(30), "no process is left");
    }

    [Fact]
    public async Task A_client_that_ends_its_side_gets_the_answers_to_what_it_sent()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync("echo first; sleep 0.3; echo second\r\0");
        client.EndInput();
        Assert.True(await client.ReadToEndAsync());
        Assert.Contains("\r\nfirst\r\nsecond\r\n", client.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_ends_its_side_of_a_program_that_goes_on_is_let_go_in_time()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        var process = await client.ProcessIdAsync();
        await client.SendAsync("sleep 1000\r\0");
        await client.ExpectAsync("sleep 1000\r\n");
        client.EndInput();
        Assert.True(await client.ReadToEndAsync());
        await Eventually.Async(() => SessionAsync(process), left => left.Length == 0, TimeSpan.FromSeconds(30), "no process is left");
    }

    [Fact]
    public async Task More_input_than_the_terminal_takes_waits_and_is_all_read_in_order()
    {
        using var client = await ProgramClient.ShellAsync(shared.Port);
        await client.SendAsync("stty raw -echo; echo r''eady; sleep 2; head -c 1000000 | sha256sum; stty sane; exit\r\0");
        await client.ExpectAsync("ready");
        var random = new Random(1);
        var text = string.Create(1_000_000, random, (span, r) =>
        {
            foreach (ref var c in span) c = (char)r.Next('!', '~');
        });
        var sending = client.SendAsync(text);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(text)));
        await client.ExpectAsync(hash);
        await sending;
        Assert.True(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Twenty_at_once_each_have_their_own_terminal()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ProgramClient.ShellAsync(shared.Port)));
        var terminals = await Task.WhenAll(clients.Select(c => c.RunAsync("tty")));
        Assert.Equal(20, terminals.Distinct().Count());
        var answers = await Task.WhenAll(clients.Select((c, i) => c.RunAsync($"seq {i} 5000 | tail -n 1; echo done {i}")));
        Assert.All(answers.Index(), a => Assert.Equal($"5000\r\ndone {a.Index}\r\n", a.Item));
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task Without_the_role_nobody_gets_a_program()
    {
        using var client = await ProgramClient.LogInAsync(shared.Port, user: ProgramSettings.Stranger);
        Assert.True(await client.ReadToEndAsync());
        Assert.EndsWith("You may not log in here.\r\n", client.Received, StringComparison.Ordinal);
        await shared.Gateway.Log.WaitForAsync(Patience, "mallory from " + client.Local + " may not log in");
    }

    private static async Task<int[]> SessionAsync(int session)
    {
        var listed = await Shell.BashAsync($"ps -e -o pid=,sess=,stat= | awk '$2 == {session} && $3 !~ /Z/ {{ print $1 }}'");
        return [.. listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }
}
