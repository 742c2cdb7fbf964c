using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>A running server; disposing it stops it by its own pid.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly int _workers;
    private readonly LastLines _output = new();
    private readonly ServerProcess? _behind;

    private ServerProcess(ServerCommand command, ServerProcess? behind)
    {
        (Port, _workers, _behind) = (command.Port, command.Workers, behind);
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            WorkingDirectory = command.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in command.Environment)
            start.Environment[key] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>All processes that serve.</summary>
    public IEnumerable<int> Pids => [_process.Id, .. _workers > 0 ? ProcessStatus.Children(_process.Id) : [], .. _behind?.Pids ?? []];

    private bool HasItsWorkers => _workers == 0 || ProcessStatus.Children(_process.Id).Length == _workers;

    /// <summary>Starts the server, what it needs behind it first, and returns once it accepts connections.</summary>
    public static async Task<ServerProcess> StartAsync(ServerCommand command, CancellationToken stop)
    {
        var behind = command.Behind is { } needed ? await StartAsync(needed, stop) : null;
        var server = new ServerProcess(command, behind);
        try
        {
            await server.ListensAsync(command, stop);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Libc.Kill(_process.Id, Libc.SigTerm);
            using var deadline = new CancellationTokenSource(StopDeadline);
            try
            {
                await _process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }
        _process.Dispose();
        if (_behind is not null)
            await _behind.DisposeAsync();
    }

    /// <summary>Returns once a byte has come back: what is behind has been found.</summary>
    public async Task EchoesAsync(CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(StartDeadline);
        using var client = new TcpClient();
        var buffer = new byte[1];
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, deadline.Token);
            await client.GetStream().WriteAsync(buffer, deadline.Token);
            await client.GetStream().ReadExactlyAsync(buffer, deadline.Token);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested && exception is IOException or SocketException or OperationCanceledException)
        {
            throw new BenchmarkException($"What listens on {Port} did not echo within {StartDeadline.TotalSeconds:0} s: {exception.Message}\n{_output}\n{_behind?._output}");
        }
    }

    private async Task ListensAsync(ServerCommand command, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartDeadline)
        {
            if (_process.HasExited)
                throw new BenchmarkException($"'{command}' ended with {_process.ExitCode} before it listened on {Port}:\n{_output}");
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port, stop);
                if (HasItsWorkers) return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
            await Task.Delay(BetweenAttempts, stop);
        }
        throw new BenchmarkException($"'{command}' did not listen on {Port} within {StartDeadline.TotalSeconds:0} s:\n{_output}");
    }
}
