using SocketGateway.Fuzz.Tests.Engine;

namespace SocketGateway.Fuzz.Tests.Contract;

public sealed class ConnectionLedgerFuzz() : FuzzTests(
    new LedgerTarget(),
    [
        // Something is taken for granted.
        new(FuzzProperty.NeverThrows, new LedgerTarget((ledger, _) => Array.Empty<int>().SetValue(1, ledger.LastCommit - 1))),

        // Input is taken whether or not the window is full.
        new(FuzzProperty.WellFormed, new LedgerTarget((ledger, _) => ledger.Client.Append(new byte[64]))),

        // Each message costs a copy of a window.
        new(FuzzProperty.MemoryBounded, new LedgerTarget((_, _) => GC.KeepAlive(new byte[64 * 1024]))),

        // A read is asked for twice.
        new(FuzzProperty.WellFormed, new LedgerTarget((ledger, world) => { if (ledger.Epoch > 1) world.Read(0); })),
    ]);
