using System.Diagnostics;
using OpenTelemetry;

namespace SocketGateway.Gateway.Telemetry;

/// <summary>Lets through what a person can read, 10 traces and 100 spans a second, and says once a second how much was left out.</summary>
internal sealed class TraceConsole(BaseProcessor<Activity> printer, TextWriter output, TimeProvider time) : BaseProcessor<Activity>
{
    private const int TracesPerSecond = 10;
    private const int SpansPerSecond = 100;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<ActivityTraceId> _printed = [];
    private ITimer? _second;
    private int _traces;
    private int _spans;

    public override void OnStart(Activity data)
    {
        if (!data.Recorded || !IsRoot(data)) return;
        lock (_gate)
        {
            BeginSecond();
            if (++_traces <= TracesPerSecond) _printed.Add(data.TraceId);
        }
    }

    public override void OnEnd(Activity data)
    {
        lock (_gate)
        {
            var root = IsRoot(data);
            if (root ? !_printed.Remove(data.TraceId) : !_printed.Contains(data.TraceId)) return;
            BeginSecond();

            // The last span of a trace that has begun here says how it ended.
            if (++_spans > SpansPerSecond && !root) return;
        }

        printer.OnEnd(data);
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => printer.ForceFlush(timeoutMilliseconds);

    protected override bool OnShutdown(int timeoutMilliseconds) => printer.Shutdown(timeoutMilliseconds);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate) _second?.Dispose();
            printer.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsRoot(Activity activity) => activity.ParentSpanId == default || activity.HasRemoteParent;

    private void BeginSecond() => _second ??= time.CreateTimer(EndSecond, null, Second, Timeout.InfiniteTimeSpan);

    private void EndSecond(object? state)
    {
        int traces, spans;
        lock (_gate)
        {
            (traces, spans) = (_traces - TracesPerSecond, _spans - SpansPerSecond);
            (_traces, _spans) = (0, 0);
            _second?.Dispose();
            _second = null;
        }

        if (traces > 0) output.WriteLine($"… {traces} more traces not printed");
        else if (spans > 0) output.WriteLine($"… {spans} more spans not printed");
    }
}
