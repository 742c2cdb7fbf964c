using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketGateway.Gateway;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>A gateway in this process, as a program of one's own would host it.</summary>
internal sealed class EmbeddedGateway : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly WebApplication _app;
    private readonly Task<int> _run;

    private EmbeddedGateway(WebApplication app, LogCapture log) => (_app, _run, Log) = (app, app.RunSocketGatewayAsync(_stop.Token), log);

    public LogCapture Log { get; }

    public IServiceProvider Services => _app.Services;

    private GatewayStatus Status => Services.GetRequiredService<GatewayStatus>();

    /// <summary>Starts one with these settings, as JSON, and waits until it serves.</summary>
    public static async Task<EmbeddedGateway> StartAsync(string settings, Action<SocketGatewayBuilder>? add = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings))).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SocketGateway:Admin:Url"] = "http://127.0.0.1:0",
            ["SocketGateway:Telemetry:Console"] = "Off",
        });
        var log = new LogCapture();
        builder.Logging.ClearProviders().AddProvider(log);
        var gateway = builder.AddSocketGateway();
        add?.Invoke(gateway);
        var started = new EmbeddedGateway(builder.Build(), log);
        await Eventually.Async(() => started.Status.Ready || started._run.IsCompleted, isReady => isReady, Patience, "it serves");
        if (started._run.IsCompleted) throw new InvalidOperationException($"the gateway ended with {await started._run}:\n{log.Text}");
        return started;
    }

    /// <summary>Where a listener is bound.</summary>
    public int Port(string listener) => Status.Bound[listener].Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Patience);
        await _app.DisposeAsync();
        _stop.Dispose();
    }
}
