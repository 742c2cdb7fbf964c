using System.CommandLine;
using SocketGateway.Benchmarks.Runs;
using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks;

/// <summary>The command line.</summary>
internal sealed class BenchmarkOptions
{
    private const int SmokeIdleConnections = 500;
    private const int SmokeFtpMegabytes = 16;

    private readonly Option<bool> _smoke = new("--smoke") { Description = "One short pair of each row: does everything run?" };
    private readonly Option<string> _rows = new("--rows")
    {
        Description = "Rows by name, divided by commas: " + string.Join(',', Row.All.Select(r => r.Key)),
    };
    private readonly Option<int?> _pairs = new("--pairs") { Description = "Alternating pairs a row (7)" };
    private readonly Option<double?> _seconds = new("--seconds") { Description = "Measured seconds of each run (3)" };
    private readonly Option<double?> _warmUp = new("--warmup")
    {
        Description = "Seconds of load before the first pair of a row, each side (4)",
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
    private readonly Option<string> _a = new("--a") { Description = "Another first side: a command with {port} in it" };
    private readonly Option<string> _b = new("--b") { Description = "Another second side: a command with {port} in it" };
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

    public bool Write => Parsed.GetValue(_write);

    public RunSettings Settings
    {
        get
        {
            var smoke = Parsed.GetValue(_smoke);
            return new RunSettings(
                Parsed.GetValue(_pairs) ?? (smoke ? 1 : 7), Parsed.GetValue(_seconds) ?? (smoke ? 0.5 : 3),
                Parsed.GetValue(_warmUp) ?? (smoke ? 0.3 : 4), Parsed.GetValue(_threads), Parsed.GetValue(_httpPath)!);
        }
    }

    public IReadOnlyList<Row> Rows
    {
        get
        {
            IEnumerable<Row> rows = Row.All;
            if (Parsed.GetValue(_rows) is { } names)
            {
                rows = names.Split(',').Select(name => Row.All.FirstOrDefault(r => r.Key == name)
                    ?? throw new BenchmarkException($"No row '{name}'; there are {string.Join(", ", Row.All.Select(r => r.Key))}."));
            }
            return [.. (Parsed.GetValue(_smoke) ? rows.Select(Smaller) : rows).Select(Sized)];
        }
    }

    public Contestant A => Parsed.GetValue(_a) is { } command
        ? Contestants.Any("A", command)
        : Contestants.Gateway("gateway", Parsed.GetValue(_gateway)!, Environment(_gatewayEnv));

    public Contestant B
    {
        get
        {
            if (Parsed.GetValue(_b) is { } command)
                return Contestants.Any("B", command);
            if (Parsed.GetResult(_baseline) is not null)
                return Contestants.Gateway("baseline", Parsed.GetValue(_baseline) ?? Parsed.GetValue(_gateway)!, Environment(_baselineEnv));
            return Contestants.Rivals(Parsed.GetValue(_httpPath)!);
        }
    }

    public IEnumerable<Option> All =>
        [_smoke, _rows, _pairs, _seconds, _warmUp, _threads, _httpPath, _ftpSize, _check, _write, _a, _b,
            _gateway, _gatewayEnv, _baseline, _baselineEnv];

    public void Read(ParseResult parsed) => _parsed = parsed;

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
