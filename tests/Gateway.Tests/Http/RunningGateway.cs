using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Tests.Http;

/// <summary>A gateway in this process with a bundled site and a directory, on ports that the system chose.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class RunningGateway : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gateway-http-");
    private WebApplication? _app;
    private Task<int>? _running;

    public byte[] File { get; } = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31 >> 3)).ToArray();

    public IPEndPoint Site => EndPoint("http");

    public IPEndPoint Files => EndPoint("files");

    public async Task InitializeAsync()
    {
        await System.IO.File.WriteAllBytesAsync(Path.Combine(_root.FullName, "file.unknown"), File);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SocketGateway:PortOffset"] = "0",
            ["SocketGateway:Admin:Url"] = "http://127.0.0.1:0",
            ["SocketGateway:Listeners:http:Port"] = "0",
            ["SocketGateway:Listeners:http:Address"] = "127.0.0.1",
            ["SocketGateway:Listeners:http:Service"] = "site",
            ["SocketGateway:Listeners:files:Port"] = "0",
            ["SocketGateway:Listeners:files:Address"] = "127.0.0.1",
            ["SocketGateway:Listeners:files:Service"] = "files",
            ["SocketGateway:Services:site:Type"] = "Http",
            ["SocketGateway:Services:files:Type"] = "Http",
            ["SocketGateway:Services:files:Root"] = _root.FullName,
        });
        builder.AddSocketGateway();
        _app = builder.Build();
        _running = _app.RunSocketGatewayAsync(_stop.Token);
        var status = _app.Services.GetRequiredService<GatewayStatus>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!status.Ready && await tick.WaitForNextTickAsync())
        {
            if (_running.IsCompleted) throw new InvalidOperationException($"the gateway ended with {await _running}");
        }
    }

    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Site);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Drains, and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running!;
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await _app!.DisposeAsync();
        _stop.Dispose();
        _root.Delete(recursive: true);
    }

    private IPEndPoint EndPoint(string listener) => _app!.Services.GetRequiredService<GatewayStatus>().Bound[listener];
}
