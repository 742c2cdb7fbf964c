namespace SocketGateway.Protocols.Contract;

/// <summary>Where a connection stands. The order matters: from <see cref="Closing"/> on, no session serves it any more.</summary>
internal enum LedgerPhase
{
    Accepted,
    Securing,
    Opening,
    Serving,
    Held,
    Closing,
    Failing,
    Ended,
}
