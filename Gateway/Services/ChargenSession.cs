using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.SmallServices;

namespace SocketGateway.Gateway.Services;

/// <summary>Sends the rotating pattern of printable characters for as long as the client takes it (RFC 864).</summary>
internal sealed class ChargenSession : Session
{
    private const int Piece = 32 * 1024;

    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        Client.RequestWritable();
        return default;
    }

    protected override ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop)
    {
        // The position in the output is all the state there is: another incarnation goes on from it.
        var count = (int)Math.Min(credit, Piece);
        Chargen.Write(channel.OutputOffset, channel.Output.GetSpan(count)[..count]);
        channel.Output.Advance(count);
        channel.RequestWritable();
        return default;
    }
}
