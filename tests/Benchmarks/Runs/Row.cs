using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Runs;

/// <summary>One row of the comparison.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Workload">What the load client does.</param>
/// <param name="Connections">How many connections do it.</param>
/// <param name="Size">Bytes of a message, of a bulk transfer, or of a file.</param>
/// <param name="Minimum">The ratio that must be reached; null when none is set.</param>
/// <param name="Topology">What the load client is served by.</param>
/// <param name="Tls">Whether its connections are under TLS, which a forwarder ends.</param>
internal sealed record Row(
    string Key, Workload Workload, int Connections, int Size, double? Minimum = null, Topology Topology = Topology.OneNode,
    TlsUse Tls = TlsUse.None)
{
    private const int MessagesInTurn = 10;

    public static IReadOnlyList<Row> All { get; } =
    [
        new("echo64", Workload.Echo, 64, 64, 0.9),
        new("echo64x1", Workload.Echo, 1, 64),
        new("echo16k", Workload.Echo, 64, 16 * 1024, 0.9),
        new("echo16kx1", Workload.Echo, 1, 16 * 1024),
        new("across64", Workload.Echo, 64, 64, 0.8, Topology.TwoNodes),
        new("across16k", Workload.Echo, 64, 16 * 1024, 0.6, Topology.TwoNodes),
        new("connect", Workload.Connect, 16, 64),
        new("idle", Workload.Idle, 8000, 64),
        new("http", Workload.Http, 64, 0, 0.7),
        new("ftpget", Workload.FtpGet, 1, 1 << 30, 0.8),
        new("ftpput", Workload.FtpPut, 1, 1 << 30, 0.8),
        new("ftplogin", Workload.FtpLogin, 8, 0),
        Forward("forward64", Workload.Echo, 64, 64),
        Forward("forward16k", Workload.Echo, 64, 16 * 1024),
        Forward("forwarddown", Workload.Download, 4, 4 << 20),
        Forward("forwardup", Workload.Upload, 4, 4 << 20),
        Forward("forwardconnect", Workload.Connect, 16, 64),
        Forward("forwardidle", Workload.Idle, 8000, 64),
        Forward("growth10", Workload.Turns, 10, 64),
        Forward("growth100", Workload.Turns, 100, 64),
        Forward("growth1000", Workload.Turns, 1000, 64),
        Forward("growth8000", Workload.Turns, 8000, 64),
        Forward("tlsconnect", Workload.Connect, 16, 64, TlsUse.Full),
        Forward("tlsresume", Workload.Connect, 16, 64, TlsUse.Resumed),
        Forward("tlsdown", Workload.Download, 4, 4 << 20, TlsUse.Full),
        Forward("tlsup", Workload.Upload, 4, 4 << 20, TlsUse.Full),
    ];

    /// <summary>On how many connections a message is under way at any time.</summary>
    public int UnderWay => Workload == Workload.Turns ? Math.Min(MessagesInTurn, Connections) : Connections;

    /// <summary>Whether a run is one file, and its speed what counts.</summary>
    public bool IsFile => Workload is Workload.FtpGet or Workload.FtpPut;

    /// <summary>Whether it moves as many bytes as it can.</summary>
    public bool IsBulk => Workload is Workload.Download or Workload.Upload;

    /// <summary>Whether the servers serve <see cref="Servers.FtpFiles"/>.</summary>
    public bool NeedsFiles => IsFile || Workload == Workload.FtpLogin;

    /// <summary>Whether of two values the lower one is better: memory.</summary>
    public bool LessIsBetter => Workload == Workload.Idle;

    public string Title => Workload switch
    {
        Workload.Echo => $"{Kind} {(Size < 1024 ? $"{Size} B" : $"{Size / 1024} KiB")} x {Connections}",
        Workload.Connect => $"{Prefix}{(Tls == TlsUse.Resumed ? "resumed " : "")}connections/s, {Connections} at a time",
        Workload.Idle => $"{Prefix}memory per idle connection at {Connections}",
        Workload.Turns => $"{Prefix}{UnderWay} messages on {Connections} connections",
        Workload.Download => $"{Prefix}download x {Connections}",
        Workload.Upload => $"{Prefix}upload x {Connections}",
        Workload.FtpGet => $"FTP download of {Size >> 20} MiB",
        Workload.FtpPut => $"FTP upload of {Size >> 20} MiB",
        Workload.FtpLogin => $"FTP logins/s, {Connections} at a time",
        _ => $"HTTP small GET x {Connections}",
    };

    public string Unit => Workload switch
    {
        Workload.Connect => "conn/s",
        Workload.Idle => "B/conn",
        Workload.Download or Workload.Upload => "GiB/s",
        Workload.Http => "GET/s",
        Workload.FtpGet or Workload.FtpPut => "MB/s",
        Workload.FtpLogin => "logins/s",
        _ => "msg/s",
    };

    private string Kind => Topology switch
    {
        Topology.Forward => "forward",
        Topology.TwoNodes => "across two nodes",
        _ => "session echo",
    };

    private string Prefix => Tls != TlsUse.None ? "forward from TLS, " : Topology == Topology.Forward ? "forward, " : "";

    /// <summary>The value that the ratio compares.</summary>
    public double Value(Sample sample) => Workload switch
    {
        Workload.Idle => sample.BytesPerConnection,
        _ when IsBulk => sample.Load.GibibytesPerSecond,
        _ when IsFile => sample.Load.MegabytesPerSecond,
        _ => sample.Load.MessagesPerSecond,
    };

    /// <summary>Above 1 the first side is better: more a second, or less memory.</summary>
    public double Ratio(Sample first, Sample rival) => LessIsBetter ? Value(rival) / Value(first) : Value(first) / Value(rival);

    private static Row Forward(string key, Workload workload, int connections, int size, TlsUse tls = TlsUse.None) =>
        new(key, workload, connections, size, null, Topology.Forward, tls);
}
