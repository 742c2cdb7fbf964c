using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Commands;

public sealed class GatewayCommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private GatewayStart? _started;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData]
    [InlineData("run")]
    public async Task Runs_the_bundled_settings_from_any_directory(params string[] arguments)
    {
        Assert.Equal(42, await Invoke(arguments));
        Assert.Equal(8, _started!.Options.Listeners.Count);
    }

    [Theory]
    [InlineData("--SocketGateway:PortOffset=0")]
    [InlineData("run", "--socketgateway:portoffset=0")]
    [InlineData("--SocketGateway:PortOffset=0", "run")]
    public async Task Takes_settings_from_the_command_line(params string[] arguments)
    {
        Assert.Equal(42, await Invoke(arguments));
        Assert.Equal(0, _started!.Options.PortOffset);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("bogus")]
    [InlineData("--urls=http://0.0.0.0")]
    [InlineData("--SocketGateway:PortOffset")]
    [InlineData("--SocketGateway:PortOffset", "0")]
    [InlineData("run", "--Other:Key=1")]
    [InlineData("--config")]
    [InlineData("--config", "/does/not/exist.json")]
    [InlineData("check-config", "--config", "/does/not/exist.json")]
    [InlineData("hash-password", "surplus")]
    public async Task Refuses_what_it_does_not_know_and_runs_nothing(params string[] arguments)
    {
        Assert.Equal(ExitCode.BadConfiguration, await Invoke(arguments));
        Assert.Null(_started);
        Assert.StartsWith("error: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check-config")]
    public async Task Lists_every_fault_and_runs_nothing(string command)
    {
        Assert.Equal(ExitCode.BadConfiguration, await Invoke(command, "--SocketGateway:Listeners:ftp:Port=7", "--SocketGateway:Bogus=1"));
        Assert.Null(_started);
        Assert.Contains("error: SocketGateway:Bogus: unknown key", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("error: SocketGateway:Listeners:ftp:Port: 127.0.0.1:10007 is already taken", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Check_config_says_OK_and_runs_nothing()
    {
        Assert.Equal(ExitCode.Done, await Invoke("check-config"));
        Assert.Null(_started);
        Assert.StartsWith("OK", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("curl http://127.0.0.1:10080/", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_are_not_errors()
    {
        Assert.Equal(ExitCode.Done, await Invoke("--help"));
        Assert.Equal(ExitCode.Done, await Invoke("--version"));
        Assert.Contains("hash-password", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_while_running_is_1()
    {
        var failing = new GatewayCommandLine(new ServiceTypeCatalog(), (_, _) => throw new InvalidOperationException("broken"));
        Assert.Equal(ExitCode.Failed, await failing.InvokeAsync([], _output, _error));
        Assert.Contains("broken", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret\n", ExitCode.Done)]
    [InlineData("secret", ExitCode.Done)]
    [InlineData("\n", ExitCode.BadConfiguration)]
    [InlineData("", ExitCode.BadConfiguration)]
    public void Hash_password_reads_a_line_and_prints_only_the_hash(string input, int expected)
    {
        using var typed = new StringReader(input);
        Assert.Equal(expected, HashPassword.Run(typed, _output, _error, redirected: true));
        Assert.Equal(expected == ExitCode.Done, UserDirectory.IsHash(_output.ToString().Trim()));
    }

    private Task<int> Invoke(params string[] arguments) =>
        new GatewayCommandLine(new ServiceTypeCatalog(), Run).InvokeAsync(arguments, _output, _error);

    private Task<int> Run(GatewayStart start, CancellationToken stop)
    {
        _started = start;
        return Task.FromResult(42);
    }
}
