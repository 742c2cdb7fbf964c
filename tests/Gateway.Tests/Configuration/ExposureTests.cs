using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class ExposureTests
{
    private static readonly (string, string?)[] Ftp =
        [("Services:files:Type", "Ftp"), ("Listeners:ftp:Port", "21"), ("Listeners:ftp:Service", "files")];

    [Theory]
    [InlineData("127.0.0.1", null, AnonymousAccess.ReadOnly)]
    [InlineData("::1", null, AnonymousAccess.ReadOnly)]
    [InlineData("0.0.0.0", null, AnonymousAccess.Off)]
    [InlineData("10.1.2.3", null, AnonymousAccess.Off)]
    [InlineData("0.0.0.0", "ReadOnly", AnonymousAccess.ReadOnly)]
    [InlineData("127.0.0.1", "Off", AnonymousAccess.Off)]
    internal void Anonymous_ftp_is_off_outside_of_loopback_unless_set(string address, string? set, AnonymousAccess expected)
    {
        var options = Configured.Options([.. Ftp, ("Listeners:ftp:Address", address), ("Services:files:Anonymous", set)]);
        Assert.Equal(expected, ((FtpServiceOptions)options.Services["files"].Settings!).Anonymous);
    }

    [Fact]
    public void One_exposed_listener_of_a_service_is_enough()
    {
        var options = Configured.Options(
            [.. Ftp, ("Listeners:wan:Port", "2121"), ("Listeners:wan:Service", "FILES"), ("Listeners:wan:Address", "0.0.0.0")]);
        Assert.Equal(AnonymousAccess.Off, ((FtpServiceOptions)options.Services["files"].Settings!).Anonymous);
    }

    [Fact]
    public void Each_exposed_clear_text_service_is_warned_about()
    {
        var result = Configured.With(
            [.. Ftp, ("Address", "0.0.0.0"), ("Listeners:a:Address", "127.0.0.1"), ("Users:x:PasswordHash", UserDirectory.Hash("x"))]);
        Assert.Contains("ftp on 0.0.0.0:10021 serves files in clear text", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_warned_about_on_loopback_or_when_disabled() =>
        Assert.Empty(Configured.With([.. Ftp, ("Listeners:ftp:Address", "0.0.0.0"), ("Listeners:ftp:Enabled", "false")]).Warnings);

    [Theory]
    [InlineData("127.0.0.1", "false", "operator", true)]
    [InlineData("0.0.0.0", "false", "operator", false)]
    [InlineData("0.0.0.0", "true", "operator", true)]
    [InlineData("0.0.0.0", "false", "login", false)]
    [InlineData("0.0.0.0", "true", "login", true)]
    [InlineData("0.0.0.0", "false", "files", true)]
    public void Operators_log_in_from_outside_in_clear_text_only_when_allowed(string address, string allowed, string role, bool expected)
    {
        var options = Configured.Options(("Listeners:a:Address", address), ("Services:echo:AllowClearText", allowed));
        Assert.Equal(expected, Exposure.AllowsLogin(options, options.Listeners["a"], "echo", new User("u", null, new HashSet<string> { role })));
    }
}
