using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Relay;

/// <summary>Whose pair it is: told on the loop's thread, and not to block it.</summary>
internal interface IRelayHandler
{
    /// <summary>The destination answered: bytes flow.</summary>
    void Connected();

    /// <summary>The destination could not be had; no byte was sent to it. The pair waits for another.</summary>
    /// <param name="error">An errno value.</param>
    void ConnectFailed(int error);

    /// <summary>Bytes moved since the last time: from the client, and to it.</summary>
    void Moved(long received, long sent);

    /// <summary>Bytes that the relay keeps: more, or less.</summary>
    void Buffered(int change);

    /// <summary>A side did not take what waited for it.</summary>
    void Paused(HeldUpBy side, long milliseconds);

    /// <summary>Another thread asked for something that is not the pair's.</summary>
    void OnCommand(int command, string? reason);

    /// <summary>The time of <see cref="RelayPair.WaitUntil"/> has come.</summary>
    void OnDue();

    /// <summary>It is over, and the destination's descriptor is closed; the client's may be closed now.</summary>
    /// <param name="end">How.</param>
    /// <param name="reason">A word for logs and metrics; empty after an orderly end.</param>
    void Ended(RelayEnd end, string reason);
}
