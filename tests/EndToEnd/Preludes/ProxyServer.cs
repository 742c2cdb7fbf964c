using System.Diagnostics;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>HAProxy or nginx, in one process of its own and in a directory of its own.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-proxy-");
    private readonly OutputLines _output = new();
    private readonly Process _process;

    private ProxyServer(string settings, Func<string, string[]> command)
    {
        var file = Path.Combine(_directory.FullName, "settings.conf");
        File.WriteAllText(file, settings);
        var words = command(file);
        _process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = _directory.FullName, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <param name="settings">Its sections below <c>defaults</c>.</param>
    /// <param name="port">One that it opens.</param>
    public static Task<ProxyServer> StartHAProxyAsync(string settings, int port) => StartAsync(
        $"""
        defaults
          mode tcp
          timeout connect 5s
          timeout client 30s
          timeout server 30s
        {settings}

        """,
        port,
        file => ["haproxy", "-db", "-f", file]);

    /// <param name="server">What its one server does.</param>
    /// <param name="port">The port that it opens.</param>
    public static Task<ProxyServer> StartNginxAsync(string server, int port) => StartAsync(
        $$"""
        daemon off; master_process off; pid nginx.pid; error_log stderr crit;
        events { worker_connections 64; }
        http { access_log off; server { {{server}} } }
        """,
        port,
        file => ["nginx", "-p", Path.GetDirectoryName(file)!, "-e", "stderr", "-c", file]);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task<ProxyServer> StartAsync(string settings, int port, Func<string, string[]> command)
    {
        var server = new ProxyServer(settings, command);
        await Eventually.Async(
            async () => server._process.HasExited ? throw new InvalidOperationException($"it ended:\n{server._output.Tail}") : await TestClient.CanConnectAsync(port), Patience, "the proxy serves");
        return server;
    }

    private void Add(string? line)
    {
        if (line is null) _output.EndOfStream();
        else _output.Add(line);
    }
}
