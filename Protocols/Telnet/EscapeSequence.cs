using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>Reads escape sequences: the keys that edit, and all others, which leave nothing in the line.</summary>
internal static class EscapeSequence
{
    private const int MaxNumber = 999;

    /// <summary>The state behind a character that is no control character, and the key that ends with it. The number is the first of the sequence, -1 when it is no key of ours.</summary>
    public static (EscapeState State, int Number, EditKey Key) Next(EscapeState state, int number, Rune rune) => (state, rune.Value) switch
    {
        (EscapeState.Escape, '[') => (EscapeState.Sequence, number, EditKey.None),
        (EscapeState.Escape, 'O') => (EscapeState.Last, number, EditKey.None),
        (EscapeState.Escape, ']' or 'P' or '_') => (EscapeState.Text, 0, EditKey.None),
        (EscapeState.Sequence, '[') => (EscapeState.Last, -1, EditKey.None),
        (EscapeState.Sequence or EscapeState.Parameters, >= '0' and <= '9') when number >= 0 =>
            (EscapeState.Parameters, Math.Min((number * 10) + rune.Value - '0', MaxNumber), EditKey.None),

        // A second number, a modifier: no key of ours.
        (EscapeState.Sequence or EscapeState.Parameters, >= 0x20 and < 0x40) => (EscapeState.Parameters, -1, EditKey.None),
        (EscapeState.Parameters, '~') => (EscapeState.None, 0, ByNumber(number)),
        (EscapeState.Sequence, _) or (EscapeState.Last, _) when number == 0 => (EscapeState.None, 0, ByLetter(rune.Value)),
        (EscapeState.Text, _) => (EscapeState.Text, 0, EditKey.None),
        _ => (EscapeState.None, 0, EditKey.None),
    };

    private static EditKey ByLetter(int letter) => letter switch
    {
        'A' => EditKey.Earlier,
        'B' => EditKey.Later,
        'C' => EditKey.Right,
        'D' => EditKey.Left,
        'H' => EditKey.Start,
        'F' => EditKey.End,
        _ => EditKey.None,
    };

    private static EditKey ByNumber(int number) => number switch
    {
        1 or 7 => EditKey.Start,
        4 or 8 => EditKey.End,
        3 => EditKey.Delete,
        _ => EditKey.None,
    };
}
