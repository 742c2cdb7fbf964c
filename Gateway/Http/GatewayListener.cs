using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace SocketGateway.Gateway.Http;

/// <summary>Hands the connections of sessions to Kestrel, which accepts them as if from a port.</summary>
internal sealed class GatewayListener(GatewayEndPoint endPoint) : IConnectionListener
{
    private readonly Channel<ConnectionContext> _offered = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });

    public EndPoint EndPoint => endPoint;

    /// <summary>False when Kestrel has stopped.</summary>
    public bool TryOffer(ConnectionContext connection) => _offered.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _offered.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_offered.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _offered.Writer.TryComplete();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        _offered.Writer.TryComplete();
        while (_offered.Reader.TryRead(out var connection)) await connection.DisposeAsync();
    }
}
