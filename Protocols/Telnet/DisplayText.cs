using System.Globalization;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>How text stands on a terminal: characters as the user sees them, and the columns they take.</summary>
internal static class DisplayText
{
    // Looking for the last character never takes longer than this, however many accents a stranger piles up.
    private const int Window = 32;

    /// <summary>The UTF-16 units and the columns of the last character before <paramref name="end"/>; both 0 when there is none.</summary>
    public static (int Units, int Columns) LastCharacter(StringBuilder text, int end)
    {
        var start = Math.Max(0, end - Window);
        if (start > 0 && char.IsLowSurrogate(text[start]))
        {
            start++;
        }
        ReadOnlySpan<char> rest = text.ToString(start, end - start);
        var units = 0;
        while (!rest.IsEmpty)
        {
            units = StringInfo.GetNextTextElementLength(rest);
            if (units == rest.Length)
            {
                break;
            }
            rest = rest[units..];
        }
        return (units, CharacterColumns(rest));
    }

    /// <summary>The columns of a whole text.</summary>
    public static int Columns(ReadOnlySpan<char> text)
    {
        var columns = 0;
        while (!text.IsEmpty)
        {
            var units = StringInfo.GetNextTextElementLength(text);
            columns += CharacterColumns(text[..units]);
            text = text[units..];
        }
        return columns;
    }

    private static int CharacterColumns(ReadOnlySpan<char> character)
    {
        var columns = 0;
        foreach (var rune in character.EnumerateRunes())
        {
            columns = Math.Max(columns, RuneColumns(rune));
        }
        return columns;
    }

    private static int RuneColumns(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        // The wide blocks of Unicode's East Asian Width, and the pictures, which terminals draw as wide.
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF01 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
            or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : 1,
    };
}
