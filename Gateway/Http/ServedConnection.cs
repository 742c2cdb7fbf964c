using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SocketGateway.Gateway.Http;

/// <summary>
/// A connection of a service's Kestrel (RFC 9110, 9112, 9113), whoever moves its bytes: handed over with its first bytes, until which it costs Kestrel nothing; drained; and closed. HTTP/2
/// is spoken with clients that begin with its preface (RFC 9113 section 3.3).
/// </summary>
internal sealed class ServedConnection(HttpServiceHost host, TimeSpan closeSpread, TimeProvider clock)
{
    private const int Draining = 1, Closing = 2;

    private PipeReader? _input;
    private GatewayConnectionContext? _context;
    private ITimer? _closing;
    private int _draining;

    /// <summary>No request is under way.</summary>
    public bool IsIdle => Volatile.Read(ref _context) is not { HasRequests: true };

    /// <summary>Serves it until Kestrel is done; the transport is the caller's to complete.</summary>
    /// <param name="transport">Its bytes.</param>
    /// <param name="make">Makes what Kestrel gets, when there is something to serve.</param>
    public async Task RunAsync(IDuplexPipe transport, Func<GatewayConnectionContext> make)
    {
        Volatile.Write(ref _input, transport.Input);
        try
        {
            if (await ChooseProtocolAsync(transport.Input) is not { } protocol) return;
            var context = make();
            Volatile.Write(ref _context, context);
            var draining = Interlocked.CompareExchange(ref _draining, 0, 0);
            if (draining == Closing) context.RequestClose();
            else if (draining == Draining) context.Drain();
            if (host.TryServe(context, protocol)) await context.Completion;
        }
        finally
        {
            if (_closing is not null) await _closing.DisposeAsync();
        }
    }

    /// <summary>
    /// Requests under way are finished, and say that they are the last. Without one the connection is closed at a random moment of <c>Drain:CloseSpread</c>, so that
    /// not all clients come back at once.
    /// </summary>
    public void Drain(TimeSpan remaining)
    {
        Interlocked.CompareExchange(ref _draining, Draining, 0);
        Volatile.Read(ref _context)?.Drain();
        var spread = TimeSpan.FromTicks(Math.Min(closeSpread.Ticks, remaining.Ticks));
        _closing = clock.CreateTimer(static served => ((ServedConnection)served!).Close(), this, Random.Shared.NextDouble() * spread, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends it in good order: at once, or after the requests under way.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _draining, Closing);
        if (Volatile.Read(ref _context) is { } context) context.RequestClose();
        else Volatile.Read(ref _input)?.CancelPendingRead();
    }

    /// <summary>Null when the client said nothing for as long as Kestrel would wait.</summary>
    private async ValueTask<HttpProtocols?> ChooseProtocolAsync(PipeReader input)
    {
        await using var silence = clock.CreateTimer(static input => ((PipeReader)input!).CancelPendingRead(), input, host.Limits.KeepAliveTimeout, Timeout.InfiniteTimeSpan);
        while (true)
        {
            var result = await input.ReadAsync();
            var choice = Choose(result.Buffer);
            var silent = result.IsCanceled || (result.IsCompleted && result.Buffer.IsEmpty);
            if (choice is null && !silent && result.IsCompleted) choice = HttpProtocols.Http1;
            input.AdvanceTo(result.Buffer.Start, choice is null ? result.Buffer.End : result.Buffer.Start);
            if (choice is not null || silent) return silent ? null : choice;
        }
    }

    /// <summary>Null when there is too little to tell. No method of HTTP/1.1 begins like the preface <c>PRI * HTTP/2.0</c>.</summary>
    private static HttpProtocols? Choose(in ReadOnlySequence<byte> begin)
    {
        var preface = "PRI "u8;
        Span<byte> start = stackalloc byte[(int)Math.Min(begin.Length, preface.Length)];
        begin.Slice(0, start.Length).CopyTo(start);
        if (!preface.StartsWith(start)) return HttpProtocols.Http1;
        return start.Length == preface.Length ? HttpProtocols.Http2 : null;
    }
}
