using SocketGateway.Protocols.Sessions;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>Asks for TLS on a client's word, and refuses to take a secret without it.</summary>
internal sealed class UpgradingSession : LineSession<UpgradingSession.Lines>
{
    protected override ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        State = State with { Count = State.Count + 1 };
        switch (line)
        {
            case "STARTTLS" when Connection.CanStartTls:
                WriteLine("220 ready for TLS");
                StartTls();
                break;
            default:
                WriteLine($"{State.Count} {line} {(Connection.Tls is null ? "in clear text" : "under TLS")}");
                break;
        }

        return default;
    }

    internal sealed record Lines(int Count = 0);
}
