using SocketGateway.Fuzz.Tests.Engine;

namespace SocketGateway.Fuzz.Tests.Links;

/// <summary>The stream that whoever connects to the port for links sends.</summary>
public sealed class FrameAssemblerFuzz() : FuzzTests(
    new FrameAssemblerTarget(),
    [
        // A frame is taken to have a header.
        new(FuzzProperty.NeverThrows, new FrameAssemblerTarget(frame => _ = frame.Span[9])),

        // A byte of the frame is taken for a size.
        new(FuzzProperty.MemoryBounded, new FrameAssemblerTarget(frame => GC.KeepAlive(new byte[frame.Span[0] << 20]))),
        new(FuzzProperty.SameHoweverSplit, new FrameAssemblerTarget { Forgets = true }),
        new(FuzzProperty.WellFormed, new FrameAssemblerTarget { Loses = true }),
    ]);
