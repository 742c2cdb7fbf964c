namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>What must hold of everything that reads what strangers send.</summary>
internal enum FuzzProperty
{
    /// <summary>No exception.</summary>
    NeverThrows,

    /// <summary>The outcome is the same however the network cuts the stream.</summary>
    SameHoweverSplit,

    /// <summary>A byte of input brings a bounded number of bytes of output.</summary>
    OutputBounded,

    /// <summary>What is kept, and what is allocated for a byte of input, is bounded.</summary>
    MemoryBounded,

    /// <summary>Every step brings the input to its end: no loop without progress.</summary>
    Progresses,

    /// <summary>What comes out is what its protocol allows, and no promise of the interface is broken.</summary>
    WellFormed,
}
