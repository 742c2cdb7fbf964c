using System.Globalization;
using System.Text;

namespace SocketGateway.Gateway.Telemetry;

/// <summary>Text of which strangers wrote a part, for a log or a terminal: what is not to be seen is written as <c>\u001b</c>.</summary>
internal static class SafeText
{
    /// <summary>The text, escaped.</summary>
    public static string Of(string text)
    {
        if (text.All(IsHarmless)) return text;
        var safe = new StringBuilder();
        Append(safe, text);
        return safe.ToString();
    }

    /// <summary>Appends the text, escaped.</summary>
    public static void Append(StringBuilder safe, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (IsHarmless(c)) safe.Append(c);
            else safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
    }

    // Besides the control characters those that change the direction of text or break a line.
    private static bool IsHarmless(char c) =>
        char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
