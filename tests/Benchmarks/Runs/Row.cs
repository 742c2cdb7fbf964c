using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Runs;

/// <summary>One row of the comparison.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Workload">What the load client does.</param>
/// <param name="Connections">How many connections do it.</param>
/// <param name="Size">Bytes of a message, or of a file.</param>
/// <param name="Minimum">The ratio that must be reached; null when none is set.</param>
/// <param name="Across">Whether the first side is two nodes, a gateway and the sessions' own, and the second a proxy with the server behind it.</param>
internal sealed record Row(string Key, Workload Workload, int Connections, int Size, double? Minimum = null, bool Across = false)
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("echo64", Workload.Echo, 64, 64, 0.9),
        new("echo64x1", Workload.Echo, 1, 64),
        new("echo16k", Workload.Echo, 64, 16 * 1024, 0.9),
        new("echo16kx1", Workload.Echo, 1, 16 * 1024),
        new("across64", Workload.Echo, 64, 64, 0.8, Across: true),
        new("across16k", Workload.Echo, 64, 16 * 1024, 0.6, Across: true),
        new("connect", Workload.Connect, 16, 64),
        new("idle", Workload.Idle, 8000, 64),
        new("http", Workload.Http, 64, 0, 0.7),
        new("ftpget", Workload.FtpGet, 1, 1 << 30, 0.8),
        new("ftpput", Workload.FtpPut, 1, 1 << 30, 0.8),
        new("ftplogin", Workload.FtpLogin, 8, 0),
    ];

    /// <summary>Whether a run is one file, and its speed what counts.</summary>
    public bool IsFile => Workload is Workload.FtpGet or Workload.FtpPut;

    /// <summary>Whether the servers serve <see cref="Servers.FtpFiles"/>.</summary>
    public bool NeedsFiles => IsFile || Workload == Workload.FtpLogin;

    public string Title => Workload switch
    {
        Workload.Echo => $"{(Across ? "across two nodes" : "session echo")} {(Size < 1024 ? $"{Size} B" : $"{Size / 1024} KiB")} x {Connections}",
        Workload.Connect => $"connections/s, {Connections} at a time",
        Workload.Idle => $"memory per idle connection at {Connections}",
        Workload.FtpGet => $"FTP download of {Size >> 20} MiB",
        Workload.FtpPut => $"FTP upload of {Size >> 20} MiB",
        Workload.FtpLogin => $"FTP logins/s, {Connections} at a time",
        _ => $"HTTP small GET x {Connections}",
    };

    public string Unit => Workload switch
    {
        Workload.Connect => "conn/s",
        Workload.Idle => "B/conn",
        Workload.Http => "GET/s",
        Workload.FtpGet or Workload.FtpPut => "MB/s",
        Workload.FtpLogin => "logins/s",
        _ => "msg/s",
    };

    /// <summary>The value that the ratio compares.</summary>
    public double Value(Sample sample) => Workload switch
    {
        Workload.Idle => sample.BytesPerConnection,
        _ when IsFile => sample.Load.MegabytesPerSecond,
        _ => sample.Load.MessagesPerSecond,
    };

    /// <summary>Above 1 the first side is better: more a second, or less memory.</summary>
    public double Ratio(Pair pair) => Workload == Workload.Idle ? Value(pair.B) / Value(pair.A) : Value(pair.A) / Value(pair.B);
}
