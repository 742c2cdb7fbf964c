namespace SocketGateway.Protocols.Contract;

/// <summary>
/// The one message by which a session consumes input, emits output and saves state, all or nothing (rules 3 and 4).
/// It is applied only if its epoch is the current one, its number the next one, and every offset in it the one that the connection holds.
/// </summary>
internal sealed class Commit(int epoch, long number) : SessionProtocol(epoch)
{
    /// <summary>Counts from 1 over the whole connection, across epochs and services.</summary>
    public long Number => number;

    /// <summary>What happens to the client's own channel.</summary>
    public ChannelDelta Primary { get; init; }

    /// <summary>What happens to other channels; null when nothing does.</summary>
    public ChannelDelta[]? Others { get; init; }

    /// <summary>The new state; null when it did not change.</summary>
    public SessionState? State { get; init; }

    /// <summary>The event that this step handled; 0 for none.</summary>
    public long HandledEvent { get; init; }

    /// <summary>The channels, a bit each, whose next credit the session waits for.</summary>
    public byte Writable { get; init; }

    /// <summary>What takes place after this commit's output; null for nothing.</summary>
    public CommitEffects? Effects { get; init; }
}
