using System.Diagnostics;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

public sealed class ConsoleTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private EmbeddedGateway Gateway => shared.Gateway;

    [Fact]
    public async Task Whoami_and_connections_show_the_own_login()
    {
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        await client.SendAsync(RawTelnetClient.WideWindow);
        await client.LogInAsync(ConsoleSettings.Password);
        await client.SendAsync("whoami\r\n");
        var whoami = await client.ExpectAsync("gateway> ");
        var id = whoami.Split("connection  ")[1][..13];
        Assert.Contains($"sockets     {client.Local} <-> 127.0.0.1:{Gateway.Port("telnet")}\r\n", whoami, StringComparison.Ordinal);

        await client.SendAsync("connections console\r\n");
        var row = Assert.Single((await client.ExpectAsync("connections\r\n")).Split("\r\n"), line => line.StartsWith(id, StringComparison.Ordinal));
        Assert.Matches($@"^{id}\*  console  serving .* nobody   {client.Local} <-> 127\.0\.0\.1:{Gateway.Port("telnet")}$", row);
    }

    [Fact]
    public async Task A_kicked_connection_ends_with_an_error_and_its_reason_is_in_the_access_log()
    {
        using var victim = await RawTelnetClient.ConnectAsync(Gateway.Port("echo"));
        await victim.SendAsync("hello");
        await victim.ExpectAsync("hello");
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        await client.SendAsync(RawTelnetClient.WideWindow);
        await client.LogInAsync(ConsoleSettings.Password);
        await client.SendAsync("connections\r\n");
        var row = (await client.ExpectAsync("connections\r\n")).Split("\r\n").Single(line => line.Contains($"{victim.Local} <-> 127.0.0.1:{Gateway.Port("echo")}", StringComparison.Ordinal));
        var id = row[..13];
        await client.ExpectAsync("gateway> ");

        await client.SendAsync($"kick {id[^6..]}\r\n");
        Assert.Contains($"Kicked {id}", await client.ExpectAsync("gateway> "), StringComparison.Ordinal);

        Assert.False(await victim.ReadToEndAsync());
        Assert.Contains(" kicked,", await Gateway.Log.WaitForAsync(Patience, $"{id} ended"), StringComparison.Ordinal);
        await Gateway.Log.WaitForAsync(Patience, $"operator from {client.Local} kicked {id}");
        await client.SendAsync($"kick {id}\r\n");
        Assert.Contains($"Not kicked: no connection {id}.", await client.ExpectAsync("gateway> "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_wrong_passwords_close_and_each_costs_a_second_before_more_is_read()
    {
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        var began = Stopwatch.GetTimestamp();
        await client.SendAsync($"operator\r\nwrong\r\nnobody\r\nwrong\r\noperator\r\nwrong\r\noperator\r\n{ConsoleSettings.Password}\r\n");
        await client.ReadToEndAsync();

        Assert.Equal(3, client.Received.Split("Login incorrect\r\n").Length - 1);
        Assert.DoesNotContain("> ", client.Received, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(2.9));
        await Gateway.Log.WaitForAsync(Patience, $"a login as an unknown user from {client.Local} failed");
        Assert.DoesNotContain("as nobody", Gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_wrong_password_the_right_one_will_do()
    {
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        await client.SendAsync($"operator\r\nwrong\r\noperator\r\n{ConsoleSettings.Password}\r\nquit\r\n");
        Assert.True(await client.ReadToEndAsync());
        Assert.EndsWith(
            "Login incorrect\r\nlogin: Password: Welcome, operator. Type help for the commands.\r\ngateway> bye\r\n",
            client.Received,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_operator_is_told_so_and_closed()
    {
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        await client.SendAsync($"{ConsoleSettings.Visitor}\r\n{ConsoleSettings.Password}\r\nconnections\r\n");
        Assert.True(await client.ReadToEndAsync());
        Assert.EndsWith("Password: This console is for operators only.\r\n", client.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(0)]
    public async Task However_the_network_cuts_the_input_the_output_is_the_same_and_never_has_the_password(int packet)
    {
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        await client.ExpectAsync("login: ");
        await client.SendAsync(
            $"{RawTelnetClient.DoEcho}{RawTelnetClient.DoSuppressGoAhead}operator\r\n{ConsoleSettings.Password}\r\n"
            + $"echo one\b\b\b two\r\0{RawTelnetClient.AreYouThere}ech\u0003quit\n",
            packet);
        Assert.True(await client.ReadToEndAsync());

        Assert.Equal(
            "operator\r\nPassword: \r\nWelcome, operator. Type help for the commands.\r\n"
            + "gateway> echo one\b \b\b \b\b \b two\r\ntwo\r\ngateway> \r\n[yes]\r\ngateway> ech^C\r\ngateway> quit\r\nbye\r\n",
            client.Received[(client.Received.IndexOf("login: ", StringComparison.Ordinal) + 7)..]);
        Assert.DoesNotContain(ConsoleSettings.Password, client.Received + Gateway.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0004")]
    public async Task Ctrl_D_ends_the_login(string end)
    {
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        await client.LogInAsync(ConsoleSettings.Password);
        await client.SendAsync(end.Length == 0 ? "exit\r\n" : end);
        Assert.True(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Thousands_of_commands_in_one_packet_are_answered_as_fast_as_the_client_reads()
    {
        using var client = await RawTelnetClient.ConnectAsync(Gateway.Port("telnet"));
        await client.LogInAsync(ConsoleSettings.Password);
        var flood = client.SendAsync(string.Concat(Enumerable.Repeat("help\n", 10_000)) + "quit\n");
        Assert.True(await client.ReadToEndAsync());
        await flood;
        Assert.Equal(10_000, client.Received.Split("this list\r\n").Length - 1);
    }
}
