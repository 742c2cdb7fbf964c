using Microsoft.Extensions.DependencyInjection;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

public sealed class ConsoleCrashTests
{
    private const int NameBytes = 10;

    [Fact]
    public async Task A_login_survives_crashes_in_mid_line_in_mid_password_and_while_the_password_is_checked()
    {
        var negotiation = RawTelnetClient.DoEcho.Length;

        // In the name, at its end, in the password, at its end, in a command, at its end.
        long[] places = [negotiation + 3, negotiation + NameBytes - 2, negotiation + NameBytes + 5, negotiation + NameBytes + 26, 50, 58];
        var plan = new CrashPlan().Fail("input", before: [], after: places);
        await using var gateway = await EmbeddedGateway.StartAsync(ConsoleSettings.For("Crashing"), host =>
        {
            host.Services.AddSingleton(plan);
            host.AddService<CrashingTelnetSession>("Crashing");
        });
        using var client = await RawTelnetClient.ConnectAsync(gateway.Port("telnet"));
        await client.ExpectAsync("login: ");
        await client.SendAsync(RawTelnetClient.DoEcho + "ope");
        await client.ExpectAsync("ope");
        await client.SendAsync("rator\r\n");
        await client.ExpectAsync("Password: ");
        await client.SendAsync(ConsoleSettings.Password[..7] + RawTelnetClient.AreYouThere);
        await client.ExpectAsync("[yes]\r\n");
        await client.SendAsync(ConsoleSettings.Password[7..] + "\r\n");
        await client.ExpectAsync("gateway> ");
        await client.SendAsync("echo one two");
        await client.ExpectAsync("echo one two");
        await client.SendAsync(" three\r\nquit\r\n");
        Assert.True(await client.ReadToEndAsync());

        Assert.Equal(
            "ope" + "rator\r\nPassword: \r\n[yes]\r\nPassword: \r\nWelcome, operator. Type help for the commands.\r\n"
            + "gateway> echo one two three\r\none two three\r\ngateway> quit\r\nbye\r\n",
            client.Received[(client.Received.IndexOf("login: ", StringComparison.Ordinal) + 7)..]);
        Assert.Equal(places.Length, plan.Crashes);
        Assert.DoesNotContain(ConsoleSettings.Password, gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_and_trace_go_on_through_crashes_at_every_other_frame()
    {
        var plan = new CrashPlan().Fail("view", before: [2, 7], after: [1, 4, 10]);
        await using var gateway = await EmbeddedGateway.StartAsync(ConsoleSettings.For("Crashing"), host =>
        {
            host.Services.AddSingleton(plan);
            host.AddService<CrashingTelnetSession>("Crashing");
        });
        using var victim = await RawTelnetClient.ConnectAsync(gateway.Port("echo"));
        await victim.SendAsync("hello");
        await victim.ExpectAsync("hello");
        using var client = await RawTelnetClient.ConnectAsync(gateway.Port("telnet"));
        await client.SendAsync(RawTelnetClient.WideWindow);
        await client.LogInAsync(ConsoleSettings.Password);
        await client.SendAsync("watch\r\n");
        for (var frame = 0; frame < 4; frame++) await client.ExpectAsync("2 of 2 connections");
        await client.SendAsync("q");
        await client.ExpectAsync("gateway> ");

        await client.SendAsync($"connections {victim.Local}\r\n");
        var id = (await client.ExpectAsync("connections\r\n")).Split("\r\n").Single(line => line.Contains(" echo ", StringComparison.Ordinal))[..13];
        await client.SendAsync($"trace {id}\r\n");
        await client.ExpectAsync("watched");
        for (var i = 1; i <= 20; i++)
        {
            await victim.SendAsync(new string('x', i));
            await victim.ExpectAsync(new string('x', i));
            await client.ExpectAsync($"received     {i} bytes\r\n");
        }

        await client.SendAsync("q");
        await client.ExpectAsync("gateway> ");
        Assert.Equal(5, plan.Crashes);

        // Each event once.
        for (var i = 1; i <= 20; i++) Assert.Equal(1, client.Received.Split($"received     {i} bytes\r\n").Length - 1);
        Assert.DoesNotContain("events more", client.Received, StringComparison.Ordinal);
    }
}
