namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>
/// The exchanges of the files in <c>Script</c>. A line that is not indented begins one: its name, its clause, and perhaps words of
/// <c>error, reader, stranger</c>, divided by <c>::</c>. Indented lines are its steps; <c>#</c> begins a comment.
/// </summary>
internal static class ExchangeScript
{
    public static IReadOnlyList<Exchange> All { get; } = [.. Texts.Below("Script").SelectMany(Parse)];

    private static IEnumerable<Exchange> Parse(string text)
    {
        var lines = Texts.Lines(text);
        for (var at = 0; at < lines.Count;)
        {
            var fields = Texts.Fields(lines[at++]);
            var words = fields.Length > 2 ? fields[2] : "";
            var steps = new List<string>();
            for (; at < lines.Count && char.IsWhiteSpace(lines[at][0]); at++) steps.Add(lines[at].TrimStart());
            yield return new Exchange(fields[0], fields[1], RoleOf(words), words.Contains("error", StringComparison.Ordinal), steps);
        }
    }

    private static ExchangeRole RoleOf(string words)
    {
        if (words.Contains("stranger", StringComparison.Ordinal)) return ExchangeRole.Stranger;
        return words.Contains("reader", StringComparison.Ordinal) ? ExchangeRole.Reader : ExchangeRole.Writer;
    }
}
