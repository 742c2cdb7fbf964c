using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.SmallServices;

namespace SocketGateway.Gateway.Services;

/// <summary>Sends the seconds since 1900 as four bytes, and closes (RFC 868).</summary>
internal sealed class TimeSession(TimeProvider clock) : Session
{
    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        TimeProtocol.Write(clock.GetUtcNow(), Output.GetSpan(TimeProtocol.AnswerBytes)[..TimeProtocol.AnswerBytes]);
        Output.Advance(TimeProtocol.AnswerBytes);
        Close();
        return default;
    }
}
