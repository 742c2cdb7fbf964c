namespace SocketGateway.Actors.Telemetry;

/// <summary>
/// Lines of the log that a stranger can provoke at will: of each kind one at once, then at most one in 10 s, which counts what came meanwhile. Thread-safe.
/// </summary>
internal sealed class RepeatLimiter(TimeProvider time)
{
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Event, string Subject, string Detail), Pending> _quiet = [];

    /// <summary>Writes a line, now or at the end of the quiet time if no later one of its kind takes its place.</summary>
    /// <param name="eventId">The line's id.</param>
    /// <param name="subject">The configured name that it is about; never what a stranger chose.</param>
    /// <param name="detail">What else tells kinds apart; a word of the program's own.</param>
    /// <param name="write">Is given how many lines this one stands for.</param>
    public void Say(int eventId, string subject, string detail, Action<long> write)
    {
        var key = (eventId, subject, detail);
        lock (_gate)
        {
            if (_quiet.TryGetValue(key, out var pending))
            {
                (pending.Count, pending.Write) = (pending.Count + 1, write);
                return;
            }

            _quiet[key] = pending = new Pending();
            pending.Timer = time.CreateTimer(_ => EndQuiet(key, pending), null, Quiet, Quiet);
        }

        write(1);
    }

    private void EndQuiet((int, string, string) key, Pending pending)
    {
        Action<long>? write;
        long count;
        lock (_gate)
        {
            (write, count) = (pending.Write, pending.Count);
            (pending.Write, pending.Count) = (null, 0);
            if (write is null)
            {
                pending.Timer?.Dispose();
                _quiet.Remove(key);
            }
        }

        write?.Invoke(count);
    }

    private sealed class Pending
    {
        public ITimer? Timer { get; set; }
        public Action<long>? Write { get; set; }
        public long Count { get; set; }
    }
}
