using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Authentication;
using SocketGateway.Actors.Relay;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>
/// Forwards by messages, where the socket cannot be lent: its bytes come out of TLS or go into it, or its owner is another node, or the platform has no lease. When the destination ends its side
/// the connection is closed: there is no half of it left open.
/// </summary>
internal sealed class ForwardSession(ServiceContext service, ForwardServices services) : PipeSession, IForwarded
{
    private readonly ForwardService _forward = services.Find(service.Name)!;
    private readonly TransferEnd _end = new();

    /// <summary>The last word was the destination's, or nobody has said any: a client that waits for an answer is not idle.</summary>
    bool IForwarded.IsIdle => !_end.Asked;

    /// <summary>A destination may take its time to answer.</summary>
    protected override bool WorksInSilence => true;

    void IForwarded.Finish(string reason) => Finish(reason);

    void IForwarded.Abort(string reason) => Reset(reason);

    protected override async Task RunAsync(IDuplexPipe transport, CancellationToken closed)
    {
        var route = new DestinationRoute(_forward, Connection.Info);
        var (destination, failure) = await route.ConnectAsync(closed);
        if (destination is null)
        {
            await TurnAwayAsync(transport.Output, failure, closed);
            return;
        }

        _forward.Connections.Add(this, destination.Destination);
        try
        {
            using (destination) await TransferAsync(transport, destination, closed);
        }
        finally
        {
            _forward.Connections.Remove(this);
            route.Released(closed.IsCancellationRequested ? ReleaseKind.Orderly : _end.Broken ?? ReleaseKind.Orderly, _end.Heard);
        }
    }

    private async Task TransferAsync(IDuplexPipe transport, DestinationConnection destination, CancellationToken closed)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(closed);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(closed);
        var up = SendAsync(transport.Input, destination, silence, over.Token);
        await ReceiveAsync(destination.Stream, transport.Output, silence);
        if (silence.IsCancellationRequested && !closed.IsCancellationRequested) Reset(CloseReasons.HalfCloseTimeout);
        if (_end.Broken is { } kind && !closed.IsCancellationRequested) Reset(kind == ReleaseKind.TimedOut ? CloseReasons.ConnectionTimeout : CloseReasons.DestinationReset);

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

    private async Task SendAsync(PipeReader input, DestinationConnection destination, CancellationTokenSource silence, CancellationToken over)
    {
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(over);
                if (!read.Buffer.IsEmpty) _end.Asked = true;
                foreach (var part in read.Buffer) await destination.Stream.WriteAsync(part, over);

                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            await destination.EndOutputAsync(over);
            _end.InputEnded = true;
            silence.CancelAfter(_forward.Options.HalfCloseTimeout);
        }
        catch (Exception error) when (IsEnd(error))
        {
            _end.Break(error);
        }
    }

    /// <summary>Until the destination ends, or is silent for too long once the client has.</summary>
    private async Task ReceiveAsync(Stream stream, PipeWriter output, CancellationTokenSource silence)
    {
        var closed = silence.Token;
        try
        {
            while (true)
            {
                // Waits without a buffer: most connections are silent most of the time.
                _ = await stream.ReadAsync(Memory<byte>.Empty, closed);
                var count = await stream.ReadAsync(output.GetMemory(), closed);
                if (count == 0) return;
                _end.Heard = true;
                if (_end.InputEnded) silence.CancelAfter(_forward.Options.HalfCloseTimeout);
                output.Advance(count);
                if ((await output.FlushAsync(closed)).IsCompleted) return;
                _end.Asked = false;
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            _end.Break(error);
        }
    }

    private static bool IsEnd(Exception error) => error is SocketException or OperationCanceledException or IOException or ObjectDisposedException or AuthenticationException;

    /// <summary>How the destination ended, as its two directions found out, and whose word was the last.</summary>
    private sealed class TransferEnd
    {
        private volatile bool _asked;
        private volatile bool _inputEnded;

        public ReleaseKind? Broken { get; private set; }

        public bool Heard { get; set; }

        /// <summary>The client has said its end, and the destination was told.</summary>
        public bool InputEnded
        {
            get => _inputEnded;
            set => _inputEnded = value;
        }

        public bool Asked
        {
            get => _asked;
            set => _asked = value;
        }

        /// <summary>A wrong record of TLS breaks a connection like a reset.</summary>
        public void Break(Exception error)
        {
            if (error is OperationCanceledException or ObjectDisposedException) return;
            var socket = error as SocketException ?? error.InnerException as SocketException;
            Broken ??= socket?.SocketErrorCode == SocketError.TimedOut ? ReleaseKind.TimedOut : ReleaseKind.Reset;
        }
    }
}
