using System.Globalization;
using System.Runtime.InteropServices;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>Where the numbers were taken, in one line.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var software = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} x {Processor()}, {memory:0} GiB, {software}");
    }

    private static string Processor()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return model is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : model[(model.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }
}
