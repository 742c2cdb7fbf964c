using System.Globalization;
using SocketGateway.Gateway.Telemetry;

namespace SocketGateway.Gateway.Telnet;

/// <summary>Rows in columns that line up, each as wide as its widest cell.</summary>
/// <param name="Header">The names of the columns; none for a table without.</param>
/// <param name="Body">The cells, row by row; whatever strangers wrote into them, a terminal obeys none of it.</param>
internal sealed record TextTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Body)
{
    private const string Gap = "  ";

    /// <summary>The lines, cut to <paramref name="columns"/> characters unless that is 0.</summary>
    public IEnumerable<string> Rows(int columns)
    {
        IReadOnlyList<IReadOnlyList<string>> safe = [.. Body.Select(row => (IReadOnlyList<string>)[.. row.Select(SafeText.Of)])];
        IReadOnlyList<IReadOnlyList<string>> all = Header.Count > 0 ? [Header, .. safe] : safe;
        var count = all.Select(row => row.Count).DefaultIfEmpty().Max();
        var widths = Enumerable.Range(0, count).Select(i => all.Max(row => i < row.Count ? Length(row[i]) : 0)).ToArray();
        return all.Select(row => Cut(string.Join(Gap, row.Select(Fill)).TrimEnd(), columns));

        string Fill(string cell, int column) => cell + new string(' ', widths[column] - Length(cell));
    }

    /// <summary>The text, cut to so many characters unless that is 0.</summary>
    public static string Cut(string line, int columns) =>
        columns > 0 && Length(line) > columns ? new StringInfo(line).SubstringByTextElements(0, columns) : line;

    private static int Length(string text) => new StringInfo(text).LengthInTextElements;
}
