using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Runs;

/// <summary>One row of the comparison.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Workload">What the load client does.</param>
/// <param name="Connections">How many connections do it.</param>
/// <param name="Size">Bytes of a message.</param>
/// <param name="Minimum">The ratio that must be reached; null when none is set.</param>
internal sealed record Row(string Key, Workload Workload, int Connections, int Size, double? Minimum = null)
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("echo64", Workload.Echo, 64, 64, 0.9),
        new("echo64x1", Workload.Echo, 1, 64),
        new("echo16k", Workload.Echo, 64, 16 * 1024, 0.9),
        new("echo16kx1", Workload.Echo, 1, 16 * 1024),
        new("connect", Workload.Connect, 16, 64),
        new("idle", Workload.Idle, 8000, 64),
        new("http", Workload.Http, 64, 0, 0.7),
    ];

    public string Title => Workload switch
    {
        Workload.Echo => $"session echo {(Size < 1024 ? $"{Size} B" : $"{Size / 1024} KiB")} x {Connections}",
        Workload.Connect => $"connections/s, {Connections} at a time",
        Workload.Idle => $"memory per idle connection at {Connections}",
        _ => $"HTTP small GET x {Connections}",
    };

    public string Unit => Workload switch
    {
        Workload.Connect => "conn/s",
        Workload.Idle => "B/conn",
        Workload.Http => "GET/s",
        _ => "msg/s",
    };

    /// <summary>The value that the ratio compares.</summary>
    public double Value(Sample sample) => Workload == Workload.Idle ? sample.BytesPerConnection : sample.Load.MessagesPerSecond;

    /// <summary>Above 1 the first side is better: more a second, or less memory.</summary>
    public double Ratio(Pair pair) => Workload == Workload.Idle ? Value(pair.B) / Value(pair.A) : Value(pair.A) / Value(pair.B);
}
