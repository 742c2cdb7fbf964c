using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>What a process has written, line by line, and a way to wait for a line.</summary>
internal sealed class OutputLines
{
    private const int TailLength = 40;

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _streams = 2;

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    /// <summary>The last lines, for the message of a failed test.</summary>
    public string Tail => string.Join('\n', All.TakeLast(TailLength));

    public void Add(string line) => Change(() => _lines.Add(line));

    /// <summary>One of the two streams has ended. After both nothing more will come, and who waits need not wait on.</summary>
    public void EndOfStream() => Change(() => _streams--);

    /// <summary>The first line that matches, of all but so many from the start.</summary>
    public async Task<Match> WaitForLineAsync(Regex pattern, TimeSpan timeout, int from = 0)
    {
        using var limit = new CancellationTokenSource(timeout);
        var next = from;
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                for (; next < _lines.Count; next++)
                {
                    if (pattern.Match(_lines[next]) is { Success: true } match) return match;
                }

                if (_streams == 0) throw new InvalidOperationException($"the process ended without a line like /{pattern}/:\n{Tail}");
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no line like /{pattern}/ within {timeout.TotalSeconds:0.#} s:\n{Tail}");
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }
}
