using System.Globalization;
using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>The table that the program prints at its start, read back from its output.</summary>
internal sealed partial class StartTable
{
    private StartTable(IReadOnlyList<Row> rows) => Rows = rows;

    public IReadOnlyList<Row> Rows { get; }

    /// <summary>The port of the one listener that serves this service.</summary>
    public int this[string service] => Rows.Single(row => row.Service == service).Port;

    public static StartTable Read(IEnumerable<string> lines)
    {
        var rows = new List<Row>();
        var column = -1;
        foreach (var line in lines)
        {
            if (RowPattern().Match(line) is { Success: true } row)
            {
                var command = row.Groups["command"];
                column = command.Index;
                rows.Add(new Row(
                    int.Parse(row.Groups["port"].Value, CultureInfo.InvariantCulture), row.Groups["service"].Value, [command.Value]));
            }
            else if (column > 0 && line.Length > column && line.AsSpan(0, column).IsWhiteSpace() && line[column] != ' ')
            {
                rows[^1] = rows[^1] with { Commands = [.. rows[^1].Commands, line[column..]] };
            }
        }

        return new StartTable(rows);
    }

    [GeneratedRegex(@"^(?<port>\d+)(?: \(\d+ \+ \d+\))? +(?<service>[\w.-]+) +(?<command>\S.*)$")]
    private static partial Regex RowPattern();

    /// <summary>A listener: its port, its service, the commands that try it.</summary>
    internal sealed record Row(int Port, string Service, IReadOnlyList<string> Commands);
}
