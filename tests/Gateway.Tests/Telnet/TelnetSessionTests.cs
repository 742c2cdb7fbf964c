using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Logins;
using SocketGateway.Gateway.Pty;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Gateway.Tests.Configuration;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests.Telnet;

/// <summary>The whole session in virtual time: crashes between any two steps show nothing.</summary>
public sealed class TelnetSessionTests
{
    private const string Secret = "open sesame";
    private const string LogIn = $"operator\r\n{Secret}\r\n";
    private const string Agree = "\u00ff\u00fd\u0001\u00ff\u00fd\u0003\u00ff\u00fb\u001f";

    // Cheap to check, as scripts are played hundreds of times.
    private static readonly string Hash = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword(new(), Secret);

    private static readonly ProgramRegistry Programs = new(NullLogger<ProgramRegistry>.Instance);

    private readonly FakeOperations _operations = new();
    private FakeConnections _connections = new(FakeConnections.Snapshot(1, "console"), FakeConnections.Snapshot(2, "echo"));

    [Fact]
    public void Editing_and_commands_survive_every_cut_and_every_crash()
    {
        var script = new SessionScript().Send(L1(Agree + Window(60, 24) + LogIn + "echo ona\u007Fe\r\n\e[A two\r\n\u0010\e[D\u0015whoami\r\nnonsense\r\nquit\r\n"));
        var shown = Harness(script);
        Assert.Contains("\r\none two\r\n", shown, StringComparison.Ordinal);
        Assert.EndsWith("bye\r\n", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", shown, StringComparison.Ordinal);
        Assert.Equal(shown, new SessionHarness(Session()).SplitEverywhere(script));
    }

    [Fact]
    public void A_failed_login_waits_and_three_of_them_close_whatever_crashes()
    {
        var script = new SessionScript();
        for (var i = 0; i < 3; i++) script.Send("operator\r\nwrong\r\n").Advance(TimeSpan.FromMilliseconds(999)).Advance(TimeSpan.FromMilliseconds(1));
        Assert.EndsWith("Login incorrect\r\n", Harness(script), StringComparison.Ordinal);
    }

    [Fact]
    public void The_right_password_of_a_name_under_attack_is_answered_late()
    {
        var harness = new SessionHarness(Session(("Logins:SlowAfter", "1"), ("Logins:MaxDelay", "00:00:07")));
        harness.Send("operator\r\nwrong\r\n");
        harness.Advance(TimeSpan.FromSeconds(1));
        harness.ClearOutput();
        harness.Send(LogIn + "echo hi\r\n");
        harness.Crash();
        Assert.DoesNotContain("Welcome", harness.Output, StringComparison.Ordinal);
        harness.Advance(TimeSpan.FromSeconds(2));
        Assert.EndsWith("Welcome, operator. Type help for the commands.\r\ngateway> hi\r\ngateway> ", harness.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_locked_out_is_turned_away_at_the_door_and_in_mid_login()
    {
        var session = Session(("Logins:LockOutAfter", "2"));
        var early = new SessionHarness(session);
        early.Send("operator\r\n");
        var harness = new SessionHarness(session);
        for (var i = 0; i < 2; i++)
        {
            harness.Send("operator\r\nwrong\r\n");
            harness.Advance(TimeSpan.FromSeconds(1));
        }

        var late = new SessionHarness(session);
        Assert.EndsWith("Too many failed logins, try again later\r\n", late.Output, StringComparison.Ordinal);
        Assert.True(late.IsClosed);
        early.Send($"{Secret}\r\n");
        early.Advance(TimeSpan.FromSeconds(1));
        Assert.EndsWith("Too many failed logins, try again later\r\n", early.Output, StringComparison.Ordinal);
        Assert.True(early.IsClosed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("operator\r\n")]
    [InlineData("operator\r\nwrong\r\n")]
    public void Who_does_not_log_in_is_closed_in_time_whatever_it_types(string typed)
    {
        var harness = new SessionHarness(Session(("Services:service:LoginTimeout", "00:00:30")));
        harness.Send(typed);
        for (var i = 0; i < 29; i++)
        {
            harness.Advance(TimeSpan.FromSeconds(1));
            harness.Send("x");
        }

        Assert.False(harness.IsClosed);
        harness.Advance(TimeSpan.FromSeconds(1));
        Assert.True(harness.IsClosed);
        Assert.EndsWith("\r\nNobody logged in within 00:00:30.\r\n", harness.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_types_nothing_is_closed_and_every_key_begins_anew()
    {
        var harness = new SessionHarness(Session(("Services:service:IdleTimeout", "00:01:00")));
        harness.Send(LogIn);
        harness.Advance(TimeSpan.FromSeconds(59));
        harness.Send("x");
        harness.Advance(TimeSpan.FromSeconds(59));
        Assert.False(harness.IsClosed);
        harness.Advance(TimeSpan.FromSeconds(1));
        Assert.EndsWith("\r\nNothing was typed for 00:01:00.\r\n", harness.Output, StringComparison.Ordinal);
        Assert.True(harness.IsClosed);
    }

    [Fact]
    public void Watch_is_refreshed_in_place_fits_the_window_and_ends_with_any_key()
    {
        _connections = new([.. Enumerable.Range(1, 50).Select(i => FakeConnections.Snapshot((uint)i, "echo"))]);
        var harness = new SessionHarness(Session());
        harness.Send(L1(Agree + Window(40, 10) + LogIn + "watch\r\n"));
        harness.Advance(TimeSpan.FromMilliseconds(10));
        harness.ClearOutput();
        harness.Advance(TimeSpan.FromSeconds(1));
        var frame = harness.Output;
        Assert.StartsWith("\e[H50 of 50 connections", frame, StringComparison.Ordinal);
        Assert.EndsWith("\e[J", frame, StringComparison.Ordinal);
        Assert.Equal(9, frame.Split("\r\n").Length - 1);
        Assert.All(frame.Replace("\e[H", "", StringComparison.Ordinal).Split("\r\n"), line => Assert.InRange(line.Replace("\e[K", "", StringComparison.Ordinal).Length, 0, 40));
        harness.Crash();
        harness.ClearOutput();
        harness.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("\e[H50 of 50 connections", harness.Output, StringComparison.Ordinal);
        harness.ClearOutput();
        harness.Send("\e[A");
        Assert.Equal("\e[?25h\r\ngateway> ", harness.Output);
        harness.ClearOutput();
        harness.Advance(TimeSpan.FromSeconds(5));
        harness.Send("echo back\r\n");
        Assert.Equal("echo back\r\nback\r\ngateway> ", harness.Output);
    }

    [Fact]
    public void Trace_shows_each_event_once_whatever_crashes_and_ends_with_a_key()
    {
        _operations.Events = [.. Enumerable.Range(1, 5).Select(i => new ConnectionEvent(i, i * 100, "received", $"{i} bytes\e[2J"))];
        var script = new SessionScript().Send(LogIn + "trace 002\r\n").Advance(TimeSpan.FromMilliseconds(1)).Advance(TimeSpan.FromSeconds(1)).Send("\r\n").Send("quit\r\n");
        var shown = Harness(script);
        Assert.Contains("     0.100 s  received     1 bytes\\u001b[2J\r\n     0.200 s  received     2 bytes\\u001b[2J\r\n", shown, StringComparison.Ordinal);
        Assert.Equal(5, shown.Split(" received ").Length - 1);
        Assert.EndsWith("gateway> bye\r\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_ends_with_its_connection_and_shows_no_more_at_once_than_a_window_holds()
    {
        _operations.Events = [.. Enumerable.Range(1, 100).Select(i => new ConnectionEvent(i, i, "sent", $"{i} bytes"))];
        _operations.Ended = true;
        var harness = new SessionHarness(Session());
        harness.Send(LogIn + "trace 002\r\n");
        harness.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Contains("... 78 events more\r\n     0.079 s  sent         79 bytes\r\n", harness.Output, StringComparison.Ordinal);
        Assert.EndsWith("100 bytes\r\ngateway> ", harness.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_answer_is_shown_by_the_page_to_a_client_with_a_window_and_whole_to_one_without()
    {
        _connections = new([.. Enumerable.Range(1, 30).Select(i => FakeConnections.Snapshot((uint)i, "echo"))]);
        var whole = new SessionHarness(Session());
        whole.Send(LogIn + "connections\r\n");
        Assert.EndsWith("30 of 30 connections\r\ngateway> ", whole.Output, StringComparison.Ordinal);

        var script = new SessionScript().Send(L1(Agree + Window(70, 12) + LogIn)).Send("connections\r\n").Send(" ").Send("\r\n").Send("quit\r\n");
        var paged = Harness(script);
        Assert.Equal(2, paged.Split("-- more: any key, q ends --\r\0\e[K").Length - 1);
        Assert.Equal(30, paged.Split("  echo  ").Length - 1);
        Assert.EndsWith("30 of 30 connections\r\ngateway> quit\r\nbye\r\n", paged, StringComparison.Ordinal);

        var left = Harness(new SessionScript().Send(L1(Agree + Window(70, 12) + LogIn)).Send("connections\r\n").Send("q").Send("quit\r\n"));
        Assert.EndsWith("-- more: any key, q ends --\r\0\e[Kgateway> quit\r\nbye\r\n", left, StringComparison.Ordinal);
    }

    private static string Window(int columns, int rows) => $"\u00ff\u00fa\u001f\0{(char)columns}\0{(char)rows}\u00ff\u00f0";

    private static byte[] L1(string text) => Encoding.Latin1.GetBytes(text);

    private string Harness(SessionScript script) => new SessionHarness(Session(("Logins:LockOutAfter", "0"), ("Logins:SlowAfter", "0"))).CrashEverywhere(script);

    private Func<Session> Session(params (string, string?)[] settings)
    {
        var options = Configured.Options([
            ("Users:operator:PasswordHash", Hash),
            ("Users:operator:Roles:0", User.OperatorRole),
            ("Services:service:Type", "Telnet"),
            ("Listeners:listener:Port", "23"),
            ("Listeners:listener:Service", "service"),
            .. settings,
        ]);
        var start = new GatewayStart(options, new ServiceTypeCatalog(), new ConfigurationBuilder().Build(), []);
        var users = UserDirectory.For(options);
        var guard = new LoginGuard(users, start, new ManualTime(), NullLogger<LoginGuard>.Instance);
        var log = NullLogger<TelnetSession>.Instance;
        var console = new ConsoleCommands(start, _connections, _operations, _operations, _operations, _operations, log);
        return () => new TelnetSession(start, users, guard, console, _connections, _operations, Programs, new ManualTime(), log);
    }
}
