using System.Globalization;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>Processes, and the machine, as /proc shows them.</summary>
internal static class ProcessStatus
{
    private const int UserTicksField = 11; // utime, counted from the state that follows the name; stime, cutime and cstime are the next

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10); // USER_HZ is 100 on every Linux that .NET runs on

    /// <summary>CPU time used so far, user and system, all threads, and of children that have ended.</summary>
    public static TimeSpan CpuTime(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        // The name may hold blanks and brackets; the last bracket ends it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return Tick * fields[UserTicksField..(UserTicksField + 4)].Sum(Number);
    }

    /// <summary>A process's children, running or not yet waited for.</summary>
    public static int[] Children(int pid) =>
        [.. File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => (int)Number(child))];

    /// <summary>CPU time used so far by the whole machine: all that was not idle or waiting for a disk.</summary>
    public static TimeSpan MachineCpuTime()
    {
        // cpu user nice system idle iowait irq softirq steal
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] busy = [.. fields[1..4], .. fields[6..9]];
        return Tick * busy.Sum(Number);
    }

    /// <summary>Resident memory (VmRSS) in bytes.</summary>
    public static long ResidentBytes(int pid) => Bytes($"/proc/{pid}/status", "VmRSS:");

    /// <summary>Resident memory in bytes, where a page that several processes share counts a part for each (PSS): their sum counts it once.</summary>
    public static long ProportionalBytes(int pid) => Bytes($"/proc/{pid}/smaps_rollup", "Pss:");

    private static long Bytes(string file, string name)
    {
        var line = File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
