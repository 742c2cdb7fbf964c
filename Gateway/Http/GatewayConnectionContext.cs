using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SocketGateway.Protocols.Contract;
using ConnectionInfo = SocketGateway.Protocols.Contract.ConnectionInfo;

namespace SocketGateway.Gateway.Http;

/// <summary>A gateway's connection as Kestrel wants it. <see cref="Completion"/> is its end as seen by Kestrel.</summary>
internal sealed class GatewayConnectionContext : DefaultConnectionContext, IGatewayConnectionFeature
{
    private const string AbortedByApp = "aborted_by_app";

    private readonly ConnectionInfo _connection;
    private readonly string _service;
    private readonly Action<string> _reset;
    private readonly Action<string> _finish;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionLifetimeNotificationFeature? _lifetime;
    private int _closeRequested;
    private int _draining;
    private int _requests;
    private volatile IHttpResponseFeature? _upgrade;

    /// <summary>Takes a connection.</summary>
    /// <param name="connection">What it is.</param>
    /// <param name="service">The configured name of the service.</param>
    /// <param name="transport">Its bytes; completed by whoever lends them, when Kestrel is done.</param>
    /// <param name="reset">Ends it with an error and this reason; from any thread.</param>
    /// <param name="finish">Ends it in good order if the client lets it; from any thread.</param>
    /// <param name="closed">Cancelled when it is over.</param>
    public GatewayConnectionContext(ConnectionInfo connection, string service, IDuplexPipe transport, Action<string> reset, Action<string> finish, CancellationToken closed)
        : base(connection.Id.ToString())
    {
        (_connection, _service, _reset, _finish) = (connection, service, reset, finish);
        Transport = transport;
        ConnectionClosed = closed;
        LocalEndPoint = connection.Sockets.Local;
        RemoteEndPoint = connection.Sockets.Peer;
        Features.Set<IGatewayConnectionFeature>(this);
        if (connection.Tls is not { } tls) return;
        var handshake = new TlsFeature(tls);
        Features.Set<ITlsConnectionFeature>(handshake);
        Features.Set<ITlsHandshakeFeature>(handshake);
        Features.Set<ITlsApplicationProtocolFeature>(handshake);
    }

    /// <summary>The trace of the connection; default when it is not traced.</summary>
    public ActivityContext Trace => _connection.Trace;

    public Task Completion => _completion.Task;

    /// <summary>The application is at work on something.</summary>
    public bool HasRequests => Volatile.Read(ref _requests) > 0;

    SocketPair IGatewayConnectionFeature.SocketPair => _connection.Sockets;

    ConnectionId IGatewayConnectionFeature.ConnectionId => _connection.Id;

    string IGatewayConnectionFeature.Listener => _connection.Listener;

    string IGatewayConnectionFeature.Service => _service;

    /// <summary>Kestrel has it, and from now on can be asked to close it.</summary>
    public void Accepted()
    {
        Volatile.Write(ref _lifetime, Features.Get<IConnectionLifetimeNotificationFeature>());
        if (Interlocked.CompareExchange(ref _closeRequested, 0, 0) == 1) _lifetime?.RequestClose();
    }

    /// <summary>The application is about to run for a request.</summary>
    public void RequestBegins(HttpContext http)
    {
        if (http.Request.Headers.Upgrade.Count > 0) _upgrade = http.Features.Get<IHttpResponseFeature>();
        Interlocked.Increment(ref _requests);
        if (Volatile.Read(ref _draining) == 1) RequestClose();
    }

    /// <summary>It is done with that request.</summary>
    public void RequestEnds() => Interlocked.Decrement(ref _requests);

    /// <summary>What is under way, and what is yet asked for, is answered as the last; a connection without a request goes on until <see cref="RequestClose"/>.</summary>
    public void Drain()
    {
        Interlocked.Exchange(ref _draining, 1);
        if (HasRequests) RequestClose();
    }

    /// <summary>Close after the requests under way: HTTP/1.1 says <c>Connection: close</c>, HTTP/2 says GOAWAY; an idle connection ends at once.</summary>
    public void RequestClose()
    {
        Interlocked.Exchange(ref _closeRequested, 1);
        Volatile.Read(ref _lifetime)?.RequestClose();
    }

    /// <summary>
    /// A response that is broken off must not look whole, so the client sees a reset. Not so with a WebSocket, whose disposal is an abort, also after both sides have said
    /// good-bye: what was written comes first.
    /// </summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (_upgrade is { StatusCode: StatusCodes.Status101SwitchingProtocols }) _finish(AbortedByApp);
        else _reset(AbortedByApp);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _completion.TrySetResult();
    }
}
