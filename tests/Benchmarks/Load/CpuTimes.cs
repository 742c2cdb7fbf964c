using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks.Load;

/// <summary>CPU time used up to now by this process, by the processes of the server, and by the rest of the machine.</summary>
internal readonly record struct CpuTimes(TimeSpan Client, TimeSpan Server, TimeSpan Others)
{
    public static CpuTimes Now(int[] serverPids)
    {
        var client = Environment.CpuUsage.TotalTime;
        var server = serverPids.Aggregate(TimeSpan.Zero, (sum, pid) => sum + ProcessStatus.CpuTime(pid));
        return new CpuTimes(client, server, ProcessStatus.MachineCpuTime() - client - server);
    }
}
