using System.IO.Pipelines;
using System.Net.Sockets;
using SocketGateway.Actors.Relay;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>
/// Forwards by messages, where the socket cannot be lent: its bytes come out of TLS, or its owner is another node, or the platform has no lease. When the destination ends its side the connection
/// is closed: there is no half of it left open.
/// </summary>
internal sealed class ForwardSession(ServiceContext service, ForwardServices services) : PipeSession
{
    private readonly ForwardService _forward = services.Find(service.Name)!;

    /// <summary>A destination may take its time to answer.</summary>
    protected override bool WorksInSilence => true;

    protected override async Task RunAsync(IDuplexPipe transport, CancellationToken closed)
    {
        var route = new DestinationRoute(_forward, _forward.Settings.HashOf(Connection.Info));
        if (await route.ConnectAsync(closed) is not { } socket)
        {
            await TurnAwayAsync(transport.Output, route.Failure, closed);
            return;
        }

        var end = new TransferEnd();
        try
        {
            using (socket) await TransferAsync(transport, socket, end, closed);
        }
        finally
        {
            route.Released(closed.IsCancellationRequested ? ReleaseKind.Orderly : end.Broken ?? ReleaseKind.Orderly, end.Heard);
        }
    }

    private async Task TransferAsync(IDuplexPipe transport, Socket socket, TransferEnd end, CancellationToken closed)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(closed);
        var up = SendAsync(ProxyPreface.Of(Connection.Info, _forward.Settings.ProxyProtocol), transport.Input, socket, end, over.Token);
        await ReceiveAsync(socket, transport.Output, end, closed);
        if (end.Broken is { } kind && !closed.IsCancellationRequested) Reset(kind == ReleaseKind.TimedOut ? CloseReasons.ConnectionTimeout : CloseReasons.DestinationReset);

        // A destination that has ended its side may never take the rest.
        await over.CancelAsync();
        await up;
    }

    private async Task TurnAwayAsync(PipeWriter output, string reason, CancellationToken closed)
    {
        if (_forward.Settings.Banner is { } banner)
        {
            await output.WriteAsync(banner, closed);
            Finish(reason);
        }
        else
        {
            Reset(reason);
        }
    }

    private static async Task SendAsync(ReadOnlyMemory<byte> first, PipeReader input, Socket socket, TransferEnd end, CancellationToken closed)
    {
        try
        {
            await SendAllAsync(first, socket, closed);
            while (true)
            {
                var read = await input.ReadAsync(closed);
                foreach (var part in read.Buffer) await SendAllAsync(part, socket, closed);

                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            // The destination's answer may still come.
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            end.Break(error);
        }
    }

    private static async Task SendAllAsync(ReadOnlyMemory<byte> bytes, Socket socket, CancellationToken closed)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, closed)..];
    }

    private static async Task ReceiveAsync(Socket socket, PipeWriter output, TransferEnd end, CancellationToken closed)
    {
        try
        {
            while (true)
            {
                // Waits without a buffer: most connections are silent most of the time.
                await socket.ReceiveAsync(Memory<byte>.Empty, closed);
                var count = await socket.ReceiveAsync(output.GetMemory(), closed);
                if (count == 0) return;
                end.Heard = true;
                output.Advance(count);
                if ((await output.FlushAsync(closed)).IsCompleted) return;
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            end.Break(error);
        }
    }

    /// <summary>How the destination ended, as its two directions found out.</summary>
    private sealed class TransferEnd
    {
        public ReleaseKind? Broken { get; private set; }

        public bool Heard { get; set; }

        public void Break(Exception error)
        {
            if (error is SocketException socket) Broken ??= socket.SocketErrorCode == SocketError.TimedOut ? ReleaseKind.TimedOut : ReleaseKind.Reset;
        }
    }
}
