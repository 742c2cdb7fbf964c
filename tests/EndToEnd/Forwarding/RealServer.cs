using System.Diagnostics;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>A server of somebody else's, as a process of its own that can be killed and started again.</summary>
internal sealed class RealServer : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly string _directory;
    private readonly string[] _command;
    private readonly Func<int, Task<bool>> _isReady;
    private Process _process;

    private RealServer(string name, int port, string directory, Func<int, Task<bool>> isReady, string[] command)
    {
        (Name, Port, _directory, _isReady, _command) = (name, port, directory, isReady, command);
        _process = Launch();
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Starts it and waits until it serves; without a better sign, until its port is open.</summary>
    public static async Task<RealServer> StartAsync(string name, int port, string directory, Func<int, Task<bool>>? isReady, params string[] command)
    {
        var server = new RealServer(name, port, directory, isReady ?? TestClient.CanConnectAsync, command);
        await server.AwaitReadyAsync();
        return server;
    }

    /// <summary>The member of <c>Destinations</c>.</summary>
    public string Json => $"\"{Name}\": {{ \"Address\": \"127.0.0.1:{Port}\" }}";

    /// <summary>Ends it by this signal; when this returns its port refuses.</summary>
    public async Task StopAsync(int signal)
    {
        PosixSignals.Send(_process.Id, signal);
        await _process.WaitForExitAsync().WaitAsync(StartPatience);
        await Eventually.Async(async () => !await TestClient.CanConnectAsync(Port), StartPatience, $"{Name} refuses");
    }

    public async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Launch();
        await AwaitReadyAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private Process Launch()
    {
        var process = Process.Start(new ProcessStartInfo(_command[0], _command[1..]) { WorkingDirectory = _directory, RedirectStandardOutput = true, RedirectStandardError = true })!;

        // Read, or it would wait once a pipe is full.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private Task AwaitReadyAsync() => Eventually.Async(
        async () => _process.HasExited ? throw new InvalidOperationException($"{Name} ended with {_process.ExitCode}") : await _isReady(Port),
        StartPatience, $"{Name} serves");
}
