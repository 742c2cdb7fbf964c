using System.CommandLine;
using SocketGateway.Benchmarks.Runs;
using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    private const int SmokeIdleConnections = 500;
    private const int SmokeFtpMegabytes = 16;

    // What they would run, others run too.
    private static readonly string[] NotInSmoke = ["growth10", "growth1000", "growth8000", "tlsconnect", "tlsup"];

    private readonly Option<bool> _smoke = new("--smoke") { Description = "One short pair of each row: does everything run?" };
    private readonly Option<string> _rows = new("--rows")
    {
        Description = "Rows by name or by what several names begin with, divided by commas: " + string.Join(',', Row.All.Select(r => r.Key)),
    };
    private readonly Option<int?> _pairs = new("--pairs") { Description = "Alternating rounds a row, a run of each side in each (7)" };
    private readonly Option<double?> _seconds = new("--seconds") { Description = "Measured seconds of each run (3)" };
    private readonly Option<double?> _warmUp = new("--warmup")
    {
        Description = "Seconds of load before the first round of a row, each side (4)",
    };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads of the load client", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _httpPath = new("--http-path")
    {
        Description = "Path of the small GET",
        DefaultValueFactory = _ => "/whoami",
    };
    private readonly Option<int?> _ftpSize = new("--ftp-size") { Description = "MiB of the file of ftpget and ftpput (1024)" };
    private readonly Option<bool> _check = new("--check") { Description = "Exit with 1 when a minimum is not met" };
    private readonly Option<bool> _write = new("--write") { Description = "Write RESULTS.md beside the sources" };
    private readonly Option<string> _a = new("--a") { Description = "Another first side: a command with {port} in it, and {destination} where it forwards" };
    private readonly Option<string> _b = new("--b") { Description = "Another second side, likewise" };
    private readonly Option<string> _gateway = new("--gateway")
    {
        Description = "Assembly of the gateway to measure",
        DefaultValueFactory = _ => Built.Gateway,
    };
    private readonly Option<string[]> _gatewayEnv = new("--gateway-env") { Description = "KEY=VALUE for the gateway, repeatable" };
    private readonly Option<string?> _baseline = new("--baseline-gateway")
    {
        Description = "The second side is a gateway too: this assembly, or without a value the same one",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string[]> _baselineEnv = new("--baseline-env") { Description = "KEY=VALUE for the second gateway, repeatable" };

    private ParseResult? _parsed;

    private ParseResult Parsed => _parsed ?? throw new InvalidOperationException("The command line was not read.");

    public bool Check => Parsed.GetValue(_check);

    public bool IsSmoke => Parsed.GetValue(_smoke);

    public bool Write => Parsed.GetValue(_write);

    public RunSettings Settings => new(
        Parsed.GetValue(_pairs) ?? (IsSmoke ? 1 : 7), Parsed.GetValue(_seconds) ?? (IsSmoke ? 0.5 : 3),
        Parsed.GetValue(_warmUp) ?? (IsSmoke ? 0 : 4), Parsed.GetValue(_threads), Parsed.GetValue(_httpPath)!);

    public IReadOnlyList<Row> Rows
    {
        get
        {
            var rows = Parsed.GetValue(_rows) is { } names
                ? names.Split(',').SelectMany(Named)
                : Row.All.Where(r => !IsSmoke || !NotInSmoke.Contains(r.Key));
            return [.. (IsSmoke ? rows.Select(Smaller) : rows).Select(Sized)];
        }
    }

    public IEnumerable<Option> All =>
        [_smoke, _rows, _pairs, _seconds, _warmUp, _threads, _httpPath, _ftpSize, _check, _write, _a, _b,
            _gateway, _gatewayEnv, _baseline, _baselineEnv];

    public void Read(ParseResult parsed) => _parsed = parsed;

    /// <summary>The sides of a row, the one that is compared first.</summary>
    public IReadOnlyList<Contestant> Sides(Row row)
    {
        var first = Parsed.GetValue(_a) is { } a
            ? Contestants.Any("A", a)
            : Contestants.Gateway("gateway", Parsed.GetValue(_gateway)!, Environment(_gatewayEnv), row);
        if (Parsed.GetValue(_b) is { } b)
            return [first, Contestants.Any("B", b)];
        return Parsed.GetResult(_baseline) is not null
            ? [first, Contestants.Gateway("baseline", Parsed.GetValue(_baseline) ?? Parsed.GetValue(_gateway)!, Environment(_baselineEnv), row)]
            : [first, .. Contestants.Rivals(row, Parsed.GetValue(_httpPath)!)];
    }

    private static IEnumerable<Row> Named(string name)
    {
        var rows = Row.All.Where(r => r.Key == name).ToList();
        if (rows.Count == 0) rows = [.. Row.All.Where(r => r.Key.StartsWith(name, StringComparison.Ordinal))];
        return rows.Count > 0 ? rows : throw new BenchmarkException($"No row '{name}'; there are {string.Join(", ", Row.All.Select(r => r.Key))}.");
    }

    private static Row Smaller(Row row) => row with
    {
        Connections = Math.Min(row.Connections, SmokeIdleConnections),
        Size = row.IsFile ? SmokeFtpMegabytes << 20 : row.Size,
    };

    private Row Sized(Row row) => row.IsFile && Parsed.GetValue(_ftpSize) is { } size ? row with { Size = checked(size * 1024 * 1024) } : row;

    private Dictionary<string, string> Environment(Option<string[]> option) => (Parsed.GetValue(option) ?? [])
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : throw new BenchmarkException($"'{pair[0]}' is not KEY=VALUE."));
}
