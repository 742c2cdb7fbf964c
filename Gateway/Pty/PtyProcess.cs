using System.Diagnostics;
using System.Globalization;

namespace SocketGateway.Gateway.Pty;

/// <summary>A program at a pseudo-terminal of its own, the leader of a session of its own.</summary>
internal sealed class PtyProcess
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);

    private static readonly Lazy<bool> Guarded = new(GuardDescriptors);

    private readonly Process _process;
    private int _hungUp;

    private PtyProcess(PseudoTerminal terminal, Process process)
    {
        (Terminal, _process, Id) = (terminal, process, process.Id);
        Exited = WaitAsync();
    }

    public PseudoTerminal Terminal { get; }

    /// <summary>The id of the process, of its group, and of its session.</summary>
    public int Id { get; }

    /// <summary>Its exit code, 128 and the signal when it was killed; its last output may still wait in <see cref="Terminal"/>.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts one, and waits until it has the terminal.</summary>
    /// <exception cref="ProgramException">It cannot be started.</exception>
    public static async Task<PtyProcess> StartAsync(ProgramStart start)
    {
        _ = Guarded.Value;
        var terminal = PseudoTerminal.Open();
        try
        {
            var become = SystemUser.IsRoot;
            if (become) terminal.GiveTo(start.RunAs.Id);
            terminal.Resize(start.Window.Columns, start.Window.Rows);
            var words = ProgramCommandLine.Words(ProgramTools.Find(), start, terminal.Path, become);
            return new PtyProcess(terminal, await LaunchAsync(words, ProgramCommandLine.Environment(start)));
        }
        catch (Exception error)
        {
            terminal.Dispose();
            if (error is ProgramException) throw;
            throw new ProgramException(error.Message, error);
        }
    }

    /// <summary>Takes the terminal away, as a modem that hangs up; whether this call was the first.</summary>
    public bool HangUp()
    {
        if (Interlocked.Exchange(ref _hungUp, 1) == 1) return false;

        // The kernel tells the session's leader and the foreground group; the leader's own group may be neither.
        Terminal.Dispose();
        if (Exited.IsCompleted) return true;
        _ = Libc.Kill(-Id, Libc.SignalHangUp);
        _ = Libc.Kill(-Id, Libc.SignalContinue);
        return true;
    }

    private static async Task<Process> LaunchAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment)
    {
        // All three are redirected, so that .NET leaves the gateway's own terminal alone.
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        using var input = process.StandardInput;
        using var output = process.StandardOutput;
        using var error = process.StandardError;
        try
        {
            // The shell lets go of this pipe when it has opened the terminal, or says what is wrong.
            var complaint = await error.ReadToEndAsync().WaitAsync(StartPatience);
            return complaint.Length == 0 ? process : throw new ProgramException(complaint.Trim());
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>
    /// .NET opens each descriptor so that no child inherits it. What this process was itself given by whoever started it is all that is left.
    /// </summary>
    private static bool GuardDescriptors()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd").ToList())
        {
            if (int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var descriptor) && descriptor > 2)
                _ = Libc.ControlDescriptor(descriptor, Libc.SetDescriptorFlags, Libc.DescriptorCloseOnExec);
        }

        return true;
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.Dispose();
        return code;
    }
}
