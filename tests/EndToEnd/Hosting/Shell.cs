using System.Diagnostics;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Runs what a user would type.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ShellResult> BashAsync(string command, string? directory = null) => RunAsync("bash", ["-c", command], directory: directory);

    /// <summary>Runs a program to its end, with this input; one that does not end in time is killed with its children.</summary>
    public static async Task<ShellResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>>? environment = null,
        string input = "",
        string? directory = null,
        TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var limit = new CancellationTokenSource(patience ?? Patience);
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new ShellResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {(patience ?? Patience).TotalSeconds} s");
        }
    }
}
