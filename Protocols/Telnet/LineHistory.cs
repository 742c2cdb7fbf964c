namespace SocketGateway.Protocols.Telnet;

/// <summary>Lines that can be recalled, as one text with a LF between two, the latest last: no line has a LF in it.</summary>
internal static class LineHistory
{
    /// <summary>UTF-16 units; the oldest lines go first.</summary>
    public const int MaxLength = 2048;

    /// <summary>The history with one more line; neither an empty one nor the latest once more.</summary>
    public static string Add(string history, string line)
    {
        if (string.IsNullOrWhiteSpace(line) || Find(history, 1) == line)
        {
            return history;
        }
        var longer = history.Length == 0 ? line : $"{history}\n{line}";
        while (longer.Length > MaxLength)
        {
            longer = longer[(longer.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        }
        return longer;
    }

    /// <summary>A line by its number, 1 is the latest; null when there are not so many.</summary>
    public static string? Find(string history, int number)
    {
        var end = history.Length;
        for (; end > 0; number--)
        {
            var start = history.LastIndexOf('\n', end - 1) + 1;
            if (number == 1)
            {
                return history[start..end];
            }
            end = start - 1;
        }
        return null;
    }
}
