using System.Buffers;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Services;

/// <summary>Sends back what it receives (RFC 862).</summary>
internal sealed class EchoSession : Session
{
    protected override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        Write(input);
        Consume(input.Length);
        return default;
    }
}
