using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Pty;
using SocketGateway.Gateway.Tests.Configuration;

namespace SocketGateway.Gateway.Tests.Pty;

public sealed class ProgramConfigurationTests
{
    private static readonly SystemUser Root = new("root", 0, 0, "/root", "/bin/sh");
    private static readonly SystemUser Gateway = new("gateway", 100, 100, "/", "/bin/sh");
    private static readonly SystemUser Alice = new("alice", 1000, 1000, "/", "/bin/sh");

    private static readonly (string, string?)[] Shell =
        [("Services:s:Type", "Telnet"), ("Services:s:Command:0", "/bin/sh"), ("Services:s:RunAs", SystemUser.Self.Name)];

    [Fact]
    public void A_telnet_service_is_a_console_unless_it_has_a_command()
    {
        var options = Configured.Options(("Services:s:Type", "Telnet"));
        Assert.False(Assert.IsType<TelnetServiceOptions>(options.Services["s"].Settings).HasProgram);
        options = Configured.Options([.. Shell, ("Services:s:Command:1", "-l"), ("Services:s:Environment:LANG", "C")]);
        var settings = Assert.IsType<TelnetServiceOptions>(options.Services["s"].Settings);
        Assert.Equal(["/bin/sh", "-l"], settings.Command);
        Assert.Equal("C", settings.Environment["LANG"]);
    }

    [Theory]
    [InlineData("Command:0", "sh", "not a full path")]
    [InlineData("Command:0", "/nowhere/sh", "there is no program")]
    [InlineData("Command:0", "/bin", "there is no program")]
    [InlineData("Command:0", "/etc/passwd", "not executable")]
    [InlineData("RunAs", "no-such-user", "there is no user no-such-user")]
    [InlineData("WorkingDirectory", "/nowhere", "there is no directory")]
    [InlineData("WorkingDirectory", ".", "full path")]
    [InlineData("Environment:1A", "x", "variable's name")]
    [InlineData("Environment:A-B", "x", "variable's name")]
    [InlineData("MaxPrograms", "0", "at least 1")]
    [InlineData("MaxProgramsPerUser", "0", "at least 1")]
    [InlineData("Comand", "x", "did you mean Command?")]
    public void What_cannot_be_run_is_found_before_the_start(string key, string value, string message) =>
        Assert.Contains(message, Configured.FaultOf($"Services:s:{key}", [.. Shell, ($"Services:s:{key}", value)]), StringComparison.Ordinal);

    [Theory]
    [InlineData("RunAs", "root")]
    [InlineData("WorkingDirectory", "/")]
    [InlineData("Environment", "x", ":A")]
    [InlineData("MaxPrograms", "5")]
    public void What_belongs_to_a_program_is_a_fault_without_one(string key, string value, string below = "") =>
        Assert.Contains("without Command", Configured.FaultOf($"Services:s:{key}", ("Services:s:Type", "Telnet"), ($"Services:s:{key}{below}", value)), StringComparison.Ordinal);

    [Fact]
    public void A_users_system_user_must_be_there() =>
        Assert.Contains("no user nobody-here", Configured.FaultOf("Users:x:SystemUser", ("Users:x:PasswordHash", UserDirectory.Hash("x")), ("Users:x:SystemUser", "nobody-here")), StringComparison.Ordinal);

    [Fact]
    public void Root_says_as_whom_and_may_say_root()
    {
        Assert.Contains("is missing", ProgramAccount.Fault(null, Root, Find), StringComparison.Ordinal);
        Assert.Null(ProgramAccount.Fault("root", Root, Find));
        Assert.Null(ProgramAccount.Fault("alice", Root, Find));
        Assert.Contains("no user bob", ProgramAccount.Fault("bob", Root, Find), StringComparison.Ordinal);
    }

    [Fact]
    public void Others_run_programs_as_themselves()
    {
        Assert.Null(ProgramAccount.Fault(null, Gateway, Find));
        Assert.Null(ProgramAccount.Fault("gateway", Gateway, Find));
        Assert.Contains("only root can become alice", ProgramAccount.Fault("alice", Gateway, Find), StringComparison.Ordinal);
        Assert.Contains("only root can become root", ProgramAccount.Fault("root", Gateway, Find), StringComparison.Ordinal);
    }

    private static SystemUser? Find(string name) => new[] { Root, Gateway, Alice }.SingleOrDefault(user => user.Name == name);
}
