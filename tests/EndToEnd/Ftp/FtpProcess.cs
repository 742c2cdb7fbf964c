using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>The built gateway as a process of its own, serving FTP, killed by its own handle.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed partial class FtpProcess : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly FtpHost _host = new();
    private Process? _process;

    public int Port { get; private set; }

    internal FtpHost Host => _host;

    /// <summary>Resident memory in KiB.</summary>
    public long ResidentKilobytes => long.Parse(
        File.ReadLines($"/proc/{_process!.Id}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SocketGateway.Gateway.dll"), "--config", _host.WriteConfiguration()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _host.Work,
        };
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) port.TrySetException(new InvalidOperationException("the gateway ended before it was ready"));
            else if (Address().Match(line.Data) is { Success: true } found) port.TrySetResult(int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        Port = await port.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async Task DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _host.Dispose();
    }

    [GeneratedRegex(@"curl ftp://127\.0\.0\.1:(\d+)/")]
    private static partial Regex Address();
}
