namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>Ways to break the contract on purpose, between the ledger and its world: a simulation that does not notice them is worth nothing.</summary>
public enum SeededFault
{
    None,
    EpochCheckOff,
    CommitNumberUnchecked,
    ReplayOffByOne,
    StateByReference,
    OutputBeforeCommit,
    DoubleAcknowledgement,
    WindowIgnored,
    EarlyInputServed,

    // Of links, and of the nodes at their ends.
    FrameHoleIgnored,
    LinkNumberUnchecked,
    StaleFramesApplied,
    LinkWindowIgnored,
    PiecesMixed,
    FrozenNodeGoesOn,
}
