using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace SocketGateway.Protocols.Forwarding;

/// <summary>The outcome of asking a pool for a destination.</summary>
public readonly record struct TakeResult
{
    private TakeResult(TakeStatus status, Destination? destination, IPEndPoint? address, long version) =>
        (Status, Destination, Address, Version) = (status, destination, address, version);

    /// <summary>Whether there is one.</summary>
    public TakeStatus Status { get; }

    /// <summary>The chosen one; the pool is to be told of the connection's end.</summary>
    public Destination? Destination { get; }

    /// <summary>Where to connect to.</summary>
    public IPEndPoint? Address { get; }

    /// <summary>The pool's version that was looked at: who waits notices by it what happened since.</summary>
    public long Version { get; }

    /// <summary>There is.</summary>
    [MemberNotNullWhen(true, nameof(Destination), nameof(Address))]
    public bool IsTaken => Status == TakeStatus.Taken;

    /// <summary>
    /// What is free is kept for others that waited. They may leave it, which changes no version; so this is older than any, and who waits with it is called as soon as they do.
    /// </summary>
    public static TakeResult Promised => new(TakeStatus.Full, null, null, -1);

    internal static TakeResult Taken(Destination destination, IPEndPoint address) => new(TakeStatus.Taken, destination, address, 0);

    internal static TakeResult NotTaken(TakeStatus status, long version) => new(status, null, null, version);
}
