using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>Finds the end of escape sequences, so that keys such as the arrows leave nothing in the line.</summary>
internal static class EscapeSequence
{
    /// <summary>The state behind a character that is no control character.</summary>
    public static EscapeState Next(EscapeState state, Rune rune) => (state, rune.Value) switch
    {
        (EscapeState.Escape, '[') => EscapeState.Sequence,
        (EscapeState.Escape, 'O') => EscapeState.Last,
        (EscapeState.Escape, ']' or 'P' or '_') => EscapeState.Text,
        (EscapeState.Sequence, '[') => EscapeState.Last,
        (EscapeState.Sequence or EscapeState.Parameters, >= 0x20 and < 0x40) => EscapeState.Parameters,
        (EscapeState.Text, _) => EscapeState.Text,
        _ => EscapeState.None,
    };
}
