using System.Diagnostics;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>Ordinary programs, as a user runs them.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a script of bash in a directory and returns what it printed, errors included.</summary>
    public static async Task<string> RunAsync(string directory, string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"exec 2>&1 </dev/null\n{script}"]) { WorkingDirectory = directory, RedirectStandardOutput = true };
        start.Environment["HOME"] = directory;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
