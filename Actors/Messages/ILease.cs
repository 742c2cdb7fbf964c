using System.Runtime.InteropServices;
using Akka.Actor;

namespace SocketGateway.Actors.Messages;

/// <summary>
/// A connection whose bytes are moved by somebody else than its actor, who stays the owner of the socket: it begins and ends the lease, and is told its end once.
/// Thread-safe; nothing here waits.
/// </summary>
internal interface ILease
{
    /// <summary>What is known of it now.</summary>
    LeaseStatus Status { get; }

    /// <summary>Takes a descriptor of the connection's socket, and disposes of it before it tells <see cref="LeaseProtocol.Ended"/>.</summary>
    /// <param name="socket">As <see cref="ILender.IsEventLoop"/> says; the socket behind it is shared with the actor.</param>
    /// <param name="owner">Is told a <see cref="LeaseProtocol"/>.</param>
    void Begin(SafeHandle socket, IActorRef owner);

    /// <summary>End it in an orderly way, soon.</summary>
    void Finish(string reason);

    /// <summary>End it with an error, now.</summary>
    void Abort(string reason);

    /// <summary>The gateway closes: what is under way may end within this time.</summary>
    void Drain(TimeSpan remaining);
}
