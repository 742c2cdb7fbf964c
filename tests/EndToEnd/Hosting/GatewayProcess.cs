using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>A gateway, started as a user starts it, in a directory of its own.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private const int Attempts = 3;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private GatewayProcess(Process process, DirectoryInfo directory, int offset, int adminPort)
    {
        (_process, _directory, PortOffset, AdminPort) = (process, directory, offset, adminPort);
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public OutputLines Output { get; } = new();

    public int PortOffset { get; }

    public int AdminPort { get; }

    public Uri Admin => new($"http://127.0.0.1:{AdminPort}/");

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The table that it has printed.</summary>
    public StartTable Table => StartTable.Read(Output.All);

    public int EchoPort => PortOffset + 7;

    public int DiscardPort => PortOffset + 9;

    public int DaytimePort => PortOffset + 13;

    public int ChargenPort => PortOffset + 19;

    /// <summary>The directory that it runs in.</summary>
    public string Directory => _directory.FullName;

    /// <summary>Memory of the process that is resident, in bytes.</summary>
    public long ResidentBytes => 1024 * File.ReadLines($"/proc/{Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture))
        .Single();

    /// <summary>How many descriptors it has open.</summary>
    public int Descriptors => System.IO.Directory.GetFileSystemEntries($"/proc/{Id}/fd").Length;

    /// <summary>How many of them are sockets: others come with the code that is loaded on the way.</summary>
    public int Sockets => System.IO.Directory.GetFileSystemEntries($"/proc/{Id}/fd")
        .Count(entry => new FileInfo(entry).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    /// <summary>The small services, with these settings.</summary>
    public static Task<GatewayProcess> StartAsync(params IReadOnlyList<(string Key, string Value)> values) =>
        StartAsync(new GatewaySettings { Values = values });

    /// <summary>Starts one and waits until it serves. A port that somebody else took in the meantime is no failure: it tries others.</summary>
    public static async Task<GatewayProcess> StartAsync(GatewaySettings settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var gateway = Launch(settings);
            try
            {
                await gateway.WaitForLineAsync(ServesPattern(), StartPatience);
                return gateway;
            }
            catch (Exception e)
            {
                await gateway.DisposeAsync();
                var taken = settings.PortOffset is null && gateway.Output.All.Any(line => line.Contains("cannot be bound", StringComparison.Ordinal));
                if (!taken || attempt == Attempts) throw new InvalidOperationException($"the gateway did not start: {e.Message}", e);
            }
        }
    }

    /// <summary>Starts one and does not wait.</summary>
    public static GatewayProcess Launch(GatewaySettings settings)
    {
        var (free, admin) = FreePorts.Find();
        var offset = settings.PortOffset ?? free;
        var directory = System.IO.Directory.CreateTempSubdirectory("socketgateway-");
        string[] command = settings.MaxDescriptors is { } most
            ? ["bash", "-c", $"ulimit -n {most}; exec dotnet \"$@\"", "bash", .. CommandLine(settings, directory)]
            : [.. settings.Launcher, "dotnet", .. CommandLine(settings, directory)];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.FullName,
        };
        foreach (var (name, value) in settings.EnvironmentFor(offset, admin)) start.Environment[name] = value;
        return new GatewayProcess(Process.Start(start)!, directory, offset, admin);
    }

    /// <summary>Runs one that ends by itself, such as <c>check-config</c>.</summary>
    public static async Task<ShellResult> RunAsync(GatewaySettings settings, string input = "")
    {
        var (free, admin) = FreePorts.Find();
        var directory = System.IO.Directory.CreateTempSubdirectory("socketgateway-");
        try
        {
            var environment = settings.EnvironmentFor(settings.PortOffset ?? free, admin);
            return await Shell.RunAsync("dotnet", CommandLine(settings, directory), environment, input, directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    public Task<Match> WaitForLineAsync(Regex pattern, TimeSpan timeout) => Output.WaitForLineAsync(pattern, timeout);

    public Task<Match> WaitForLineAsync(string pattern, TimeSpan timeout) => WaitForLineAsync(new Regex(pattern), timeout);

    /// <summary>The password that it made for the user operator.</summary>
    public async Task<string> OperatorPasswordAsync() => (await WaitForLineAsync(PasswordPattern(), StartPatience)).Groups[1].Value;

    public void Signal(int signal) => PosixSignals.Send(Id, signal);

    /// <summary>Its exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the gateway did not end within {timeout.TotalSeconds:0.#} s:\n{Output.Tail}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static IEnumerable<string> CommandLine(GatewaySettings settings, DirectoryInfo directory)
    {
        if (settings.ConfigFile is not { } text) return [settings.Program, .. settings.Arguments];
        var file = Path.Combine(directory.FullName, "gateway.json");
        File.WriteAllText(file, text);
        return [settings.Program, .. settings.Arguments, "--config", file];
    }

    private void Add(string? line)
    {
        if (line is null) Output.EndOfStream();
        else Output.Add(line);
    }

    [GeneratedRegex("^Health, metrics and connections: ")]
    private static partial Regex ServesPattern();

    [GeneratedRegex(@"^Log in as operator with the password (\S+)$")]
    private static partial Regex PasswordPattern();
}
