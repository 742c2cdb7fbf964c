using SocketGateway.Gateway.Pty;

namespace SocketGateway.Gateway.Tests.Pty;

public sealed class ProgramCommandLineTests
{
    private static readonly ProgramTools Tools = new("/bin/sh", "/usr/bin/setsid", "/usr/bin/setpriv");
    private static readonly SystemUser Alice = new("alice", 1000, 1001, "/nowhere/alice", "/bin/bash");
    private static readonly ProgramStart Start = new("shell", "alice", Alice, ["/bin/echo", "a b", "$(id)"]) { Terminal = "xterm" };

    [Fact]
    public void Words_are_never_joined_so_nothing_needs_to_be_quoted()
    {
        var words = ProgramCommandLine.Words(Tools, Start, "/dev/pts/7", become: true);
        Assert.Equal("/usr/bin/setsid", words[0]);
        Assert.Equal("/dev/pts/7", words[5]);
        Assert.Equal(["/bin/echo", "a b", "$(id)"], words.TakeLast(3));
    }

    [Fact]
    public void Root_becomes_the_user_with_the_users_own_groups_and_nobody_keeps_a_capability()
    {
        Assert.Contains("--reuid=1000 --regid=1001 --init-groups --inh-caps=-all --ambient-caps=-all", string.Join(' ', ProgramCommandLine.Words(Tools, Start, "t", become: true)), StringComparison.Ordinal);
        var own = string.Join(' ', ProgramCommandLine.Words(Tools, Start, "t", become: false));
        Assert.DoesNotContain("--reuid", own, StringComparison.Ordinal);
        Assert.Contains("--inh-caps=-all --ambient-caps=-all", own, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "/")]
    [InlineData("/srv", "/srv")]
    public void It_starts_in_the_configured_directory_or_the_home_that_is_there(string? configured, string expected)
    {
        var words = ProgramCommandLine.Words(Tools, Start with { WorkingDirectory = configured }, "t", become: true);
        Assert.Equal(expected, words[^4]);
    }

    [Fact]
    public void The_environment_is_that_of_a_login_and_of_the_configuration_and_of_nobody_else()
    {
        Environment.SetEnvironmentVariable("PTY_TEST_SECRET", "x");
        var variables = ProgramCommandLine.Environment(Start with { Environment = new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8", ["MORE"] = "1" } });
        Assert.Equal(["HOME", "LANG", "LOGNAME", "MORE", "PATH", "SHELL", "TERM", "USER"], variables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("de_DE.UTF-8", "xterm", "alice"), (variables["LANG"], variables["TERM"], variables["USER"]));
    }
}
