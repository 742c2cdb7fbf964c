using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Thermostat.Tests;

/// <summary>The program of tests/FaultyServices as a process of its own, on ports that the system chose.</summary>
public sealed partial class FaultyProgram : IAsyncLifetime, IDisposable
{
    private const int Terminate = 15;
    private const string Secure = "secure";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, int> _ports = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly Process _process;
    private readonly string _certificate = Path.GetTempFileName();

    public FaultyProgram()
    {
        // bin/{Configuration}/{framework} of this project, of the other one the same.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var home = Path.Combine(output.Parent!.Parent!.Parent!.Parent!.FullName, "FaultyServices", "bin", output.Parent.Name, output.Name);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = home, RedirectStandardOutput = true };
        start.ArgumentList.Add("SocketGateway.FaultyServices.dll");
        foreach (var listener in (string[])["thermostat", "database", "switch"]) start.ArgumentList.Add($"--SocketGateway:Listeners:{listener}:Port=0");
        WriteCertificate(_certificate);
        start.ArgumentList.Add("--SocketGateway:Listeners:secure:Port=0");
        start.ArgumentList.Add("--SocketGateway:Listeners:secure:Service=thermostat");
        start.ArgumentList.Add($"--SocketGateway:Listeners:secure:Tls:Certificate:Path={_certificate}");
        start.ArgumentList.Add("--SocketGateway:Admin:Url=");
        start.ArgumentList.Add("--SocketGateway:Drain:CloseSpread=00:00:00.1");
        start.ArgumentList.Add("--SocketGateway:Drain:Deadline=00:00:02");
        start.ArgumentList.Add("--Logging:Console:FormatterName=simple");
        start.ArgumentList.Add("--Logging:Console:FormatterOptions:SingleLine=true");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
    }

    public async Task InitializeAsync()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        await WaitForAsync(() => _ports.Count == 4, "four ports");
    }

    public async Task DisposeAsync()
    {
        if (_process.HasExited) return;
        _ = Kill(_process.Id, Terminate);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!_process.HasExited) _process.Kill();
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _news.Dispose();
        File.Delete(_certificate);
    }

    public async Task<LineClient> ConnectAsync(string service)
    {
        var socket = new TcpClient(AddressFamily.InterNetwork);
        await socket.ConnectAsync("127.0.0.1", _ports[service]);
        return new LineClient(socket, socket.GetStream());
    }

    /// <summary>The thermostat behind TLS.</summary>
    public async Task<LineClient> ConnectSecurelyAsync()
    {
        var socket = new TcpClient(AddressFamily.InterNetwork);
        await socket.ConnectAsync("127.0.0.1", _ports[Secure]);
        var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
        await stream.AuthenticateAsClientAsync("localhost").WaitAsync(Patience);
        return new LineClient(socket, stream);
    }

    /// <summary>Waits for a line of the program's log that has all of these words.</summary>
    public Task<string> WaitForLogAsync(params string[] words) => WaitForAsync(() => _lines.FirstOrDefault(line => words.All(word => line.Contains(word, StringComparison.Ordinal))), string.Join(' ', words));

    private Task<string> WaitForAsync(Func<bool> condition, string what) => WaitForAsync(() => condition() ? what : null, what);

    private async Task<string> WaitForAsync(Func<string?> find, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                if (find() is { } found) return found;
                await _news.WaitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no {what} in:\n{string.Join('\n', _lines)}");
        }
    }

    /// <summary>The table at start has the port first, then the service.</summary>
    private void Note(string? line)
    {
        if (line is null) return;
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var secured, "thermostat", "openssl", ..] && int.TryParse(secured, out var tls)) _ports[Secure] = tls;
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, var service, "telnet", ..] && int.TryParse(first, out var port)) _ports[service] = port;
        _lines.Enqueue(line);
        _news.Release();
    }

    private static void WriteCertificate(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
