using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests;

/// <summary>A gateway in this process, on ports that the system chose: listeners <c>echo</c> and <c>spare</c>, both of the service <c>echo</c>.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    /// <summary>For tests that start a gateway: they run alone.</summary>
    public const string Collection = "process-wide telemetry";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly WebApplication _app;
    private readonly Task<int> _run;

    private RunningGateway(WebApplication app)
    {
        _app = app;
        _run = app.RunSocketGatewayAsync(_stop.Token);
    }

    public IServiceProvider Services => _app.Services;

    public LoggedLines Log { get; private init; } = new();

    public HttpClient Admin { get; private set; } = new();

    public static Task<RunningGateway> StartAsync(params (string Key, string Value)[] settings) => StartAsync(static _ => { }, settings);

    /// <summary>One with services of a test's own.</summary>
    public static async Task<RunningGateway> StartAsync(Action<SocketGatewayBuilder> add, params (string Key, string Value)[] settings)
    {
        var lines = new LoggedLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SocketGateway:Listeners:echo:Port"] = "0",
            ["SocketGateway:Listeners:echo:Service"] = "echo",
            ["SocketGateway:Listeners:spare:Port"] = "0",
            ["SocketGateway:Listeners:spare:Service"] = "echo",
            ["SocketGateway:Services:echo:Type"] = "Echo",
            ["SocketGateway:Admin:Url"] = "http://127.0.0.1:0",
            ["SocketGateway:Telemetry:Console"] = "Off",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.ClearProviders().AddProvider(lines);
        add(builder.AddSocketGateway());
        var gateway = new RunningGateway(builder.Build()) { Log = lines };
        await gateway.UntilAsync(() => gateway.Services.GetRequiredService<GatewayStatus>().Ready);
        var addresses = gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        gateway.Admin = new HttpClient { BaseAddress = new Uri(addresses.First()) };
        return gateway;
    }

    internal static GatewayContext EmptyContext() => new()
    {
        Services = FrozenDictionary<string, ServicePolicy>.Empty,
        Load = new GatewayLoad(1, 1),
        LoggerFactory = NullLoggerFactory.Instance,
    };

    public IPEndPoint EndPoint(string listener) => Services.GetRequiredService<GatewayStatus>().Bound[listener];

    /// <summary>A client whose first line has come back.</summary>
    public async Task<TcpClient> ConnectAsync(string listener = "echo")
    {
        var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(EndPoint(listener));
        await client.GetStream().WriteAsync("hello\n"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte[6]);

        // The client may be faster than the gateway's own word that the line went out.
        var (connections, peer) = (Services.GetRequiredService<IConnections>(), (IPEndPoint)client.Client.LocalEndPoint!);
        while (!(await connections.ListAsync()).Any(c => c.Info.Sockets.Peer.Equals(peer) && c.BytesOut == 6)) await Task.Yield();
        return client;
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            if (_run.IsFaulted) await _run;
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Drains, and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }
}
