using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.SmallServices;

namespace SocketGateway.Gateway.Services;

/// <summary>Sends the date and time as a line, and closes (RFC 867).</summary>
internal sealed class DaytimeSession(TimeProvider clock) : Session
{
    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        Close(Daytime.Format(clock.GetUtcNow()));
        return default;
    }
}
