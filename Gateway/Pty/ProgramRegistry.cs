using System.Diagnostics;

namespace SocketGateway.Gateway.Pty;

/// <summary>
/// The programs of all logins: how many run, and that each ends with its connection. A program that was hung up on is looked after until every process of its session is gone:
/// what is left after <see cref="Grace"/> is killed.
/// </summary>
internal sealed class ProgramRegistry(ILogger<ProgramRegistry> log) : IHostedService, IDisposable
{
    /// <summary>From the hang-up to the kill.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>From the hang-up until a process that cannot even be killed, for one another user's, is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly List<(string Service, string User)> _slots = [];
    private readonly Dictionary<PtyProcess, (string Service, string User)> _running = [];
    private readonly Dictionary<PtyProcess, long> _ending = [];
    private Task _reaping = Task.CompletedTask;
    private bool _stopping;

    /// <summary>Tells when the terminals can be read and written.</summary>
    public PtyPoller Poller { get; } = new();

    /// <summary>Starts a program; null when as many as may run do so, or the gateway stops.</summary>
    /// <exception cref="ProgramException">It cannot be started.</exception>
    public async Task<PtyProcess?> StartAsync(ProgramStart start, ProgramLimits limits)
    {
        var slot = (start.Service.ToUpperInvariant(), start.UserName.ToUpperInvariant());
        lock (_lock)
        {
            var full = _slots.Count(s => s.Service == slot.Item1) >= limits.PerService || _slots.Count(s => s == slot) >= limits.PerUser;
            if (full || _stopping) return null;
            _slots.Add(slot);
        }

        try
        {
            // Making a process takes a while, and the caller may be an actor.
            var process = await Task.Run(() => PtyProcess.StartAsync(start));
            var stopping = false;
            lock (_lock)
            {
                _running.Add(process, slot);
                stopping = _stopping;
            }

            if (stopping) End(process);
            return process;
        }
        catch
        {
            lock (_lock) _slots.Remove(slot);
            throw;
        }
    }

    /// <summary>Hangs up on a program and sees to its end; does not wait for it.</summary>
    public void End(PtyProcess process)
    {
        if (!process.HangUp()) return;
        lock (_lock)
        {
            _ending.Add(process, Stopwatch.GetTimestamp());
            if (_reaping.IsCompleted) _reaping = Task.Run(ReapAsync);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        AppDomain.CurrentDomain.ProcessExit += Kill;
        return Task.CompletedTask;
    }

    /// <summary>Ends all programs, and returns when they are gone.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        PtyProcess[] left;
        lock (_lock)
        {
            _stopping = true;
            left = [.. _running.Keys];
        }

        foreach (var process in left) End(process);
        await _reaping.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Poller.Dispose();
    }

    /// <summary>The process ends at once, by a second signal: there is no time left for the stubborn.</summary>
    private void Kill(object? sender, EventArgs e)
    {
        lock (_lock)
        {
            foreach (var process in _running.Keys.Where(p => !p.Exited.IsCompleted)) _ = Libc.Kill(-process.Id, Libc.SignalKill);
        }
    }

    private async Task ReapAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            await timer.WaitForNextTickAsync();
            (PtyProcess Process, long Since)[] ending;
            lock (_lock) ending = [.. _ending.Select(e => (e.Key, e.Value))];
            try
            {
                var sessions = ProcessTable.BySession();
                foreach (var (process, since) in ending) Look(process, [.. sessions[process.Id]], Stopwatch.GetElapsedTime(since));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Out of descriptors, for one: then there is no list to go by, and the next look has it.
                PtyLog.CannotLook(log, error.Message);
            }

            lock (_lock)
            {
                if (_ending.Count > 0) continue;
                _reaping = Task.CompletedTask;
                return;
            }
        }
    }

    private void Look(PtyProcess process, int[] members, TimeSpan waited)
    {
        var isOver = members.Length == 0 && process.Exited.IsCompleted;
        if (!isOver && waited > Patience)
        {
            PtyLog.CannotBeKilled(log, process.Id, members.Length);
            isOver = true;
        }

        if (isOver)
        {
            lock (_lock)
            {
                _ending.Remove(process);
                if (_running.Remove(process, out var slot)) _slots.Remove(slot);
            }

            return;
        }

        if (waited < Grace) return;
        foreach (var member in members) _ = Libc.Kill(member, Libc.SignalKill);
    }
}
