using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

public sealed class LineEditorFuzz() : FuzzTests(
    new LineEditorTarget(),
    [
        new(FuzzProperty.NeverThrows, new LineEditorTarget(watch: (_, key) => ArgumentOutOfRangeException.ThrowIfEqual(key, (byte)'\b'))),
        new(FuzzProperty.SameHoweverSplit, new LineEditorTarget(carry: state => state with { PartialRune = 0 })),
        new(FuzzProperty.SameHoweverSplit, new LineEditorTarget(carry: state => state with { Escape = EscapeState.None })),
        new(FuzzProperty.MemoryBounded, new LineEditorTarget(carry: state => state with { Draft = new string('x', 64 * 1024) })),
        new(FuzzProperty.WellFormed, new LineEditorTarget(carry: state => state with { Tail = state.Text.Length + 1 })),
    ]);
