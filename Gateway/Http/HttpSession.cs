using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Http;

/// <summary>
/// Lends the connection to the service's Kestrel (RFC 9110, 9112, 9113) from its first bytes on; until then it costs Kestrel nothing. HTTP/2 is spoken
/// with clients that begin with its preface (RFC 9113 section 3.3).
/// </summary>
internal sealed class HttpSession(ServiceContext service, HttpServiceHosts hosts, TimeProvider clock) : PipeSession
{
    private const int Draining = 1, Closing = 2;

    private readonly HttpServiceHost _host = hosts[service.Name];
    private PipeReader? _input;
    private GatewayConnectionContext? _context;
    private ITimer? _closing;
    private int _draining;

    /// <summary>A request may take its time to be answered.</summary>
    protected override bool WorksInSilence => true;

    protected override PipeScheduler ApplicationScheduler => _host.Scheduler;

    protected override async Task RunAsync(IDuplexPipe transport, CancellationToken closed)
    {
        _input = transport.Input;
        if (await ChooseProtocolAsync(transport.Input) is not { } protocol) return;
        var context = new GatewayConnectionContext(Connection, transport, Reset, Finish, closed);
        Volatile.Write(ref _context, context);
        var draining = Interlocked.CompareExchange(ref _draining, 0, 0);
        if (draining == Closing) context.RequestClose();
        else if (draining == Draining) context.Drain();
        if (_host.TryServe(context, protocol)) await context.Completion;
        else await context.DisposeAsync();
        if (_closing is not null) await _closing.DisposeAsync();
    }

    /// <summary>
    /// Requests under way are finished, and say that they are the last. Without one the connection is closed at a random moment of <c>Drain:CloseSpread</c>, so that
    /// not all clients come back at once.
    /// </summary>
    protected override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop)
    {
        Interlocked.Exchange(ref _draining, Draining);
        Volatile.Read(ref _context)?.Drain();
        var spread = TimeSpan.FromTicks(Math.Min(hosts.CloseSpread.Ticks, remaining.Ticks));
        _closing = clock.CreateTimer(static session => ((HttpSession)session!).CloseIdle(), this, Random.Shared.NextDouble() * spread, Timeout.InfiniteTimeSpan);
        return default;
    }

    private void CloseIdle()
    {
        Interlocked.Exchange(ref _draining, Closing);
        if (Volatile.Read(ref _context) is { } context) context.RequestClose();
        else _input?.CancelPendingRead();
    }

    /// <summary>Null when the client said nothing for as long as Kestrel would wait.</summary>
    private async ValueTask<HttpProtocols?> ChooseProtocolAsync(PipeReader input)
    {
        await using var silence = clock.CreateTimer(static input => ((PipeReader)input!).CancelPendingRead(), input, _host.Limits.KeepAliveTimeout, Timeout.InfiniteTimeSpan);
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
