using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Http;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests.Http;

/// <summary>A gateway in this process whose only service misbehaves on request, and what its lender and its access log say of connections.</summary>
internal sealed class LeasedSite : IAsyncDisposable
{
    public const int LargeBytes = 30_000_000;

    private readonly RunningGateway _gateway;

    private LeasedSite(RunningGateway gateway, Hold hold) => (_gateway, Held) = (gateway, hold);

    /// <summary>What requests to <c>/held</c> wait for.</summary>
    public Hold Held { get; }

    public int Port => _gateway.EndPoint("http").Port;

    public HttpClient Admin => _gateway.Admin;

    public KestrelLender Lender => (KestrelLender)_gateway.Services.GetRequiredService<GatewayContext>().Services["mine"].Lender!;

    public static async Task<LeasedSite> StartAsync(params (string Key, string Value)[] settings)
    {
        var hold = new Hold();
        var gateway = await RunningGateway.StartAsync(
            builder => builder.AddHttp("Mine", app => Configure(app, hold)),
            [("SocketGateway:Listeners:http:Port", "0"), ("SocketGateway:Listeners:http:Service", "mine"), ("SocketGateway:Services:mine:Type", "Mine"), .. settings]);
        return new LeasedSite(gateway, hold);
    }

    public async Task<NetworkStream> ConnectAsync(int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(_gateway.EndPoint("http"));
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Asks for this, and does not wait for an answer.</summary>
    public async Task<NetworkStream> AskAsync(string path, string headers = "", int receiveBuffer = 0)
    {
        var stream = await ConnectAsync(receiveBuffer);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: here\r\n{headers}\r\n"));
        return stream;
    }

    /// <summary>The words of the access log of the only connection that has ended.</summary>
    public async Task<string> EndOfTheOneAsync()
    {
        await _gateway.UntilAsync(() => Ends().Count > 0);
        return Assert.Single(Ends());
    }

    /// <summary>Waits until the only connection has so many bytes from its client.</summary>
    public async Task UntilReceivedAsync(long bytes)
    {
        var connections = _gateway.Services.GetRequiredService<IConnections>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await connections.ListAsync()).Any(c => c.BytesIn == bytes)) await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
    }

    /// <summary>Waits until the kernel says this of the gateway's socket, as a number of include/net/tcp_states.h.</summary>
    public Task UntilStateAsync(int state) => _gateway.UntilAsync(() => File.ReadLines("/proc/net/tcp").Any(line =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, var is_, ..]
        && local.EndsWith($":{Port:X4}", StringComparison.Ordinal) && is_ == state.ToString("X2", CultureInfo.InvariantCulture)));

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private List<string> Ends() => [.. _gateway.Log.All.Where(line => line.StartsWith("SocketGateway.Access: ", StringComparison.Ordinal))];

    private static void Configure(HttpPipeline app, Hold hold)
    {
        app.MapGet("/small", () => "small");
        app.MapGet("/large", http =>
        {
            http.Response.ContentLength = LargeBytes;
            return http.Response.Body.WriteAsync(new byte[LargeBytes]).AsTask();
        });
        app.MapGet("/abort", async http =>
        {
            await http.Response.WriteAsync("a part of it");
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        app.MapGet("/held", async http =>
        {
            await using var gone = http.RequestAborted.Register(() => hold.Aborted.TrySetResult());
            hold.Begun.TrySetResult();
            await hold.Released.Task;
            await http.Response.WriteAsync("held");
        });
    }

    internal sealed class Hold
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
