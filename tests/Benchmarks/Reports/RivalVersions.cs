using System.Diagnostics;
using SocketGateway.Benchmarks.Servers;

namespace SocketGateway.Benchmarks.Reports;

/// <summary>Which versions of the rivals are installed, in their own words; Kestrel's is the framework's.</summary>
internal static class RivalVersions
{
    private static readonly (string Program, string Argument)[] Programs = [(HAProxy.Program, "-v"), (Nginx.Program, "-v")];

    public static string Describe()
    {
        var installed = Programs.Where(program => File.Exists(program.Program)).Select(program => FirstLine(program.Program, program.Argument)).ToList();
        return installed.Count == 0 ? "neither HAProxy nor nginx is installed" : string.Join(", ", installed);
    }

    /// <summary>nginx says it on standard error.</summary>
    private static string FirstLine(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadLine(), process.StandardError.ReadLine());
        process.WaitForExit();
        return output ?? error ?? program;
    }
}
