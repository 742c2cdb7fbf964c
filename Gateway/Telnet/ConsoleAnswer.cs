namespace SocketGateway.Gateway.Telnet;

/// <summary>What a command answers: lines or a table.</summary>
/// <param name="Lines">Sentences and values: shown whole, whatever the width of the window.</param>
internal sealed record ConsoleAnswer(params IReadOnlyList<string> Lines)
{
    /// <summary>Shown above the lines, cut to the window.</summary>
    public TextTable? Table { get; init; }

    /// <summary>The login is over.</summary>
    public bool Ends { get; init; }

    /// <summary>The text, a LF behind each line.</summary>
    /// <param name="columns">The width of the window in characters; 0 is unknown.</param>
    public string Format(int columns) => string.Concat((Table?.Rows(columns) ?? []).Concat(Lines).Select(line => line + "\n"));
}
