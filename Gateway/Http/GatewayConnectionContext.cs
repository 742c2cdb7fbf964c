using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Http;

/// <summary>A gateway's connection as Kestrel wants it. <see cref="Completion"/> is its end as seen by Kestrel.</summary>
internal sealed class GatewayConnectionContext : DefaultConnectionContext, IGatewayConnectionFeature
{
    private readonly SessionConnection _connection;
    private readonly Action<string> _reset;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionLifetimeNotificationFeature? _lifetime;
    private int _closeRequested;

    /// <summary>Takes the connection of a session.</summary>
    /// <param name="connection">What it is.</param>
    /// <param name="transport">Its bytes.</param>
    /// <param name="reset">Ends it with an error and this reason; from any thread.</param>
    /// <param name="closed">Cancelled when it is over.</param>
    public GatewayConnectionContext(SessionConnection connection, IDuplexPipe transport, Action<string> reset, CancellationToken closed)
        : base(connection.Id.ToString())
    {
        (_connection, _reset) = (connection, reset);
        Transport = transport;
        ConnectionClosed = closed;
        LocalEndPoint = connection.SocketPair.Local;
        RemoteEndPoint = connection.SocketPair.Peer;
        Features.Set<IGatewayConnectionFeature>(this);
        if (connection.Tls is not { } tls) return;
        var handshake = new TlsFeature(tls);
        Features.Set<ITlsConnectionFeature>(handshake);
        Features.Set<ITlsHandshakeFeature>(handshake);
    }

    /// <summary>The trace of the connection; default when it is not traced.</summary>
    public ActivityContext Trace => _connection.Info.Trace;

    public Task Completion => _completion.Task;

    SocketPair IGatewayConnectionFeature.SocketPair => _connection.SocketPair;

    ConnectionId IGatewayConnectionFeature.ConnectionId => _connection.Id;

    string IGatewayConnectionFeature.Listener => _connection.Listener;

    string IGatewayConnectionFeature.Service => _connection.Service;

    /// <summary>Kestrel has it, and from now on can be asked to close it.</summary>
    public void Accepted()
    {
        Volatile.Write(ref _lifetime, Features.Get<IConnectionLifetimeNotificationFeature>());
        if (Interlocked.CompareExchange(ref _closeRequested, 0, 0) == 1) _lifetime?.RequestClose();
    }

    /// <summary>Close after the request under way: HTTP/1.1 says <c>Connection: close</c>, HTTP/2 says GOAWAY; an idle connection ends at once.</summary>
    public void RequestClose()
    {
        Interlocked.Exchange(ref _closeRequested, 1);
        Volatile.Read(ref _lifetime)?.RequestClose();
    }

    public override void Abort(ConnectionAbortedException abortReason) => _reset("aborted_by_app");

    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync();
        await Transport.Output.CompleteAsync();
        await base.DisposeAsync();
        _completion.TrySetResult();
    }
}
