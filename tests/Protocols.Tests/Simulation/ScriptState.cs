using System.Collections.Immutable;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>The state of the session under test: whatever is lost, doubled or out of order shows in the count and the hash, and so in the output.</summary>
internal sealed record ScriptState
{
    public long Count { get; init; }
    public ulong Hash { get; init; } = 0xCBF29CE484222325;

    /// <summary>Payload bytes of a streamed command that are still to come.</summary>
    public int Stream { get; init; }

    /// <summary>Bytes of bulk output that are still to be written.</summary>
    public int Bulk { get; init; }

    /// <summary>Timers that run, a bit each.</summary>
    public int Timers { get; init; }

    public int Pushes { get; init; }
    public bool InputEnded { get; init; }
    public bool Closed { get; init; }

    /// <summary>TLS was asked for.</summary>
    public bool Upgraded { get; init; }

    public ImmutableArray<SlotState> Slots { get; init; } = [default, default, default, default];
}
