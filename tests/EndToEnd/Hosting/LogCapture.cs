using Microsoft.Extensions.Logging;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Keeps what is logged, and waits for a line.</summary>
internal sealed class LogCapture : ILoggerProvider, ILogger
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text
    {
        get
        {
            lock (_lock) return string.Join('\n', _lines);
        }
    }

    /// <summary>The first line that holds all the words.</summary>
    public async Task<string> WaitForAsync(TimeSpan patience, params string[] words)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Find(l => words.All(w => l.Contains(w, StringComparison.Ordinal))) is { } line) return line;
                changed = _changed.Task;
            }

            await changed.WaitAsync(limit.Token);
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _lines.Add(formatter(state, exception));
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Dispose()
    {
    }
}
