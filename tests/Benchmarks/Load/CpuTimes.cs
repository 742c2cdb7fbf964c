using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks.Load;

/// <summary>CPU time used up to now by this process, by those of the server, by those of the destination behind it, and by the rest of the machine.</summary>
internal readonly record struct CpuTimes(TimeSpan Client, TimeSpan Server, TimeSpan Destination, TimeSpan Others)
{
    public static CpuTimes Now(LoadOptions options)
    {
        var client = Environment.CpuUsage.TotalTime;
        var (server, destination) = (Sum(options.ServerPids), Sum(options.DestinationPids));
        return new CpuTimes(client, server, destination, ProcessStatus.MachineCpuTime() - client - server - destination);
    }

    /// <summary>What was used since then; of the rest nothing at least, as its clock has another grain.</summary>
    public CpuTimes Since(CpuTimes then)
    {
        var others = Others - then.Others;
        return new CpuTimes(Client - then.Client, Server - then.Server, Destination - then.Destination, others > TimeSpan.Zero ? others : TimeSpan.Zero);
    }

    private static TimeSpan Sum(int[] pids) => pids.Aggregate(TimeSpan.Zero, (sum, pid) => sum + ProcessStatus.CpuTime(pid));
}
