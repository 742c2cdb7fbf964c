using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Messages;

/// <summary>How a leased connection stands.</summary>
/// <param name="Phase">A word: connecting, relaying, serving.</param>
/// <param name="Received">Bytes from the client.</param>
/// <param name="Sent">Bytes to it.</param>
/// <param name="HeldUpBy">Who is waited for.</param>
/// <param name="IsIdle">Nothing is under way: it may be closed without cutting anything short.</param>
internal readonly record struct LeaseStatus(string Phase, long Received, long Sent, HeldUpBy HeldUpBy, bool IsIdle)
{
    /// <summary>Where the bytes go; null where there is no such thing.</summary>
    public LeaseDestination? Destination { get; init; }

    /// <summary>How long the client, and the service, did not take what waited for them.</summary>
    public (TimeSpan Client, TimeSpan Service) Paused { get; init; }
}
