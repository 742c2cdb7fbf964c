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
internal sealed class HttpSession(ServiceContext service, HttpServiceHosts hosts) : PipeSession
{
    private readonly HttpServiceHost _host = hosts[service.Name];
    private PipeReader? _input;
    private GatewayConnectionContext? _context;
    private int _draining;

    protected override PipeScheduler ApplicationScheduler => _host.Scheduler;

    protected override async Task RunAsync(IDuplexPipe transport, CancellationToken closed)
    {
        _input = transport.Input;
        if (await ChooseProtocolAsync(transport.Input) is not { } protocol) return;
        var context = new GatewayConnectionContext(Connection, transport, Reset, closed);
        Volatile.Write(ref _context, context);
        if (Interlocked.CompareExchange(ref _draining, 0, 0) == 1) context.RequestClose();
        if (_host.TryServe(context, protocol)) await context.Completion;
        else await context.DisposeAsync();
    }

    /// <summary>A request under way is finished, and its answer says that it is the last; a connection without one ends.</summary>
    protected override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop)
    {
        Interlocked.Exchange(ref _draining, 1);
        if (Volatile.Read(ref _context) is { } context) context.RequestClose();
        else _input?.CancelPendingRead();
        return default;
    }

    /// <summary>Null when the client said nothing.</summary>
    private static async ValueTask<HttpProtocols?> ChooseProtocolAsync(PipeReader input)
    {
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
