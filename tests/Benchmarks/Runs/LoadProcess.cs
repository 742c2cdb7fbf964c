using System.Diagnostics;
using System.Text.Json;
using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Runs;

/// <summary>The load client, running in a process of its own; disposing it closes its connections.</summary>
internal sealed class LoadProcess : IAsyncDisposable
{
    private const double GraceSeconds = 20;

    private readonly Process _process;

    private LoadProcess(LoadOptions options)
    {
        string[] arguments = [typeof(LoadProcess).Assembly.Location, "load", JsonSerializer.Serialize(options)];
        var start = new ProcessStartInfo(Built.DotNet, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Compiled in full at once, so that no compiler thread competes with the servers.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        _process = Process.Start(start)!;
    }

    /// <summary>Runs the load to its end; errors in it are an exception.</summary>
    public static async Task<LoadResult> RunAsync(LoadOptions options, CancellationToken stop)
    {
        await using var load = new LoadProcess(options);
        return await load.ResultAsync(options, stop);
    }

    /// <summary>Opens idle connections, which stay open until the process is disposed.</summary>
    public static async Task<(LoadProcess Process, LoadResult Result)> HoldAsync(LoadOptions options, CancellationToken stop)
    {
        var load = new LoadProcess(options);
        try
        {
            return (load, await load.ResultAsync(options, stop));
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(GraceSeconds));
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    private async Task<LoadResult> ResultAsync(LoadOptions options, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(options.OpenSeconds + options.RampSeconds + options.Seconds + GraceSeconds));
        string? line;
        try
        {
            line = await _process.StandardOutput.ReadLineAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            stop.ThrowIfCancellationRequested();
            throw new BenchmarkException("The load client did not end in time.");
        }
        if (line is null)
            throw new BenchmarkException("The load client failed.");
        var result = JsonSerializer.Deserialize<LoadResult>(line)!;
        return result.Errors == 0
            ? result
            : throw new BenchmarkException($"{result.Errors} errors under load, the first: {result.FirstError}");
    }
}
