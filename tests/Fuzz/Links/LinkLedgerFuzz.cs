using SocketGateway.Fuzz.Tests.Engine;

namespace SocketGateway.Fuzz.Tests.Links;

/// <summary>One end of a link, whose other end is right, or wrong, or cut off.</summary>
public sealed class LinkLedgerFuzz() : FuzzTests(
    new LinkTarget(),
    [
        // Something is taken for granted.
        new(FuzzProperty.NeverThrows, new LinkTarget(world => Array.Empty<int>().SetValue(1, world.Mine.Ledger.Statistics.MessagesReceived - 1))),

        // A frame is missing and the next one has its number.
        new(FuzzProperty.WellFormed, new LinkTarget { HidesHoles = true }),

        // More is sent than the window, and a frame after the end.
        new(FuzzProperty.WellFormed, new LinkTarget(world => { if (world.Mine.Ledger.Statistics.WindowStalls > 0) world.Mine.SendFrame(new byte[LinkWorld.Limits.MaxFrame + 1]); })),
        new(FuzzProperty.WellFormed, new LinkTarget(world => { if (world.Mine.IsDown) world.Mine.SendFrame([1]); })),
    ]);
