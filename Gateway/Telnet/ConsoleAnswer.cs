using SocketGateway.Gateway.Telemetry;

namespace SocketGateway.Gateway.Telnet;

/// <summary>What a command answers: lines or a table.</summary>
/// <param name="Lines">Sentences and values: shown whole, whatever the width of the window.</param>
internal sealed record ConsoleAnswer(params IReadOnlyList<string> Lines)
{
    /// <summary>Shown above the lines, cut to the window.</summary>
    public TextTable? Table { get; init; }

    /// <summary>The login is over.</summary>
    public bool Ends { get; init; }

    /// <summary>A view that begins; null for none.</summary>
    public ConsoleView? View { get; init; }

    /// <summary>The lines, with nothing in them that a terminal would obey.</summary>
    /// <param name="columns">The width of the window in characters.</param>
    public IReadOnlyList<string> Format(int columns) => [.. (Table?.Rows(columns) ?? []).Concat(Lines.Select(SafeText.Of))];
}
