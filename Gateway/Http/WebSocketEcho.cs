using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;

namespace SocketGateway.Gateway.Http;

/// <summary>
/// Sends back each message of a WebSocket (RFC 6455) as it comes, piece by piece, so that a message of any length costs one buffer. Pings are answered, a client that
/// answers none is given up, and a drain says good-bye (1001).
/// </summary>
internal static class WebSocketEcho
{
    private const int BufferSize = 16 * 1024;

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    public static RequestDelegate Build(IApplicationBuilder app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = PingInterval, KeepAliveTimeout = PingInterval });
        app.Run(AnswerAsync);
        return app.Build();
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = "websocket";
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var leaving = http.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using var goodBye = leaving.Register(() => _ = LeaveAsync(socket, http));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await EchoAsync(socket, buffer, http.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // A client that vanished or broke the rules; who broke them was told by the socket itself.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task EchoAsync(WebSocket socket, Memory<byte> buffer, CancellationToken aborted)
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, aborted);
            if (received.MessageType == WebSocketMessageType.Close) break;
            if (socket.State == WebSocketState.Open) await socket.SendAsync(buffer[..received.Count], received.MessageType, received.EndOfMessage, aborted);
        }

        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, aborted);
    }

    /// <summary>The loop goes on until the client has said good-bye as well, for a while.</summary>
    private static async Task LeaveAsync(WebSocket socket, HttpContext http)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(ClosePatience);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the gateway stops", patience.Token).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            await Task.Delay(Timeout.InfiniteTimeSpan, patience.Token);
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            socket.Abort();
        }
    }
}
