using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketGateway.Gateway;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>A gateway in this process, as a program of one's own would host it: a console and an echo, on ports that the system chooses.</summary>
internal sealed class ConsoleGateway : IAsyncDisposable
{
    /// <summary>The user who may log in but is no operator.</summary>
    public const string Visitor = "visitor";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly WebApplication _app;
    private readonly Task<int> _run;

    private ConsoleGateway(WebApplication app, LogCapture log) => (_app, _run, Log) = (app, app.RunSocketGatewayAsync(_stop.Token), log);

    public LogCapture Log { get; }

    /// <summary>The password of all users.</summary>
    public string Password { get; private init; } = "";

    public int ConsolePort => _app.Services.GetRequiredService<GatewayStatus>().Bound["telnet"].Port;

    public int EchoPort => _app.Services.GetRequiredService<GatewayStatus>().Bound["echo"].Port;

    /// <summary>Starts one whose console is a <paramref name="type"/>.</summary>
    public static async Task<ConsoleGateway> StartAsync(string type = "Telnet", Action<SocketGatewayBuilder>? add = null)
    {
        var password = UserDirectory.NewPassword();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SocketGateway:Listeners:echo:Port"] = "0",
            ["SocketGateway:Listeners:echo:Service"] = "echo",
            ["SocketGateway:Listeners:telnet:Port"] = "0",
            ["SocketGateway:Listeners:telnet:Service"] = "console",
            ["SocketGateway:Services:echo:Type"] = "Echo",
            ["SocketGateway:Services:console:Type"] = type,
            ["SocketGateway:Users:operator:PasswordHash"] = UserDirectory.Hash(password),
            ["SocketGateway:Users:operator:Roles:0"] = User.OperatorRole,
            [$"SocketGateway:Users:{Visitor}:PasswordHash"] = UserDirectory.Hash(password),
            ["SocketGateway:Admin:Url"] = "http://127.0.0.1:0",
        });
        var log = new LogCapture();
        builder.Logging.ClearProviders().AddProvider(log);
        var gateway = builder.AddSocketGateway();
        add?.Invoke(gateway);
        var started = new ConsoleGateway(builder.Build(), log) { Password = password };
        using var limit = new CancellationTokenSource(Patience);
        var status = started._app.Services.GetRequiredService<GatewayStatus>();
        while (!status.Ready && !started._run.IsCompleted) await Task.Delay(20, limit.Token);
        return started;
    }

    public Task<RawTelnetClient> ConnectAsync() => RawTelnetClient.ConnectAsync(ConsolePort);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Patience);
        await _app.DisposeAsync();
        _stop.Dispose();
    }
}
