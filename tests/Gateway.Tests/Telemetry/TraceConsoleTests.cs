using System.Diagnostics;
using OpenTelemetry;
using SocketGateway.Gateway.Telemetry;

namespace SocketGateway.Gateway.Tests.Telemetry;

public sealed class TraceConsoleTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new();
    private readonly Printed _printed = new();
    private readonly TraceConsole _console;

    public TraceConsoleTests() => _console = new TraceConsole(_printed, _output, _time);

    [Fact]
    public void Ten_traces_a_second_are_printed_whole_and_the_rest_is_counted_in_one_line()
    {
        for (var i = 0; i < 25; i++) Trace(children: 2);
        Assert.Equal(30, _printed.Spans.Count);
        Assert.Equal("", _output.ToString());
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal($"… 15 more traces not printed{Environment.NewLine}", _output.ToString());
        Trace(children: 0);
        Assert.Equal(31, _printed.Spans.Count);
    }

    [Fact]
    public void A_trace_of_many_spans_does_not_flood_the_console_but_its_end_is_printed()
    {
        Trace(children: 500);
        Assert.Equal(101, _printed.Spans.Count);
        Assert.Equal("root", _printed.Spans[^1]);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal($"… 401 more spans not printed{Environment.NewLine}", _output.ToString());
    }

    [Fact]
    public void When_nothing_comes_no_timer_runs()
    {
        Trace(children: 0);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _time.Timers);
        Assert.Equal("", _output.ToString());
    }

    public void Dispose()
    {
        _console.Dispose();
        _output.Dispose();
    }

    private void Trace(int children)
    {
        using var root = New("root", default);
        _console.OnStart(root);
        for (var i = 0; i < children; i++)
        {
            using var child = New("child", root.Context);
            _console.OnStart(child);
            _console.OnEnd(child);
        }

        _console.OnEnd(root);
    }

    private static Activity New(string name, ActivityContext parent)
    {
        Activity.Current = null;
        var activity = new Activity(name) { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        if (parent != default) activity.SetParentId(parent.TraceId, parent.SpanId, ActivityTraceFlags.Recorded);
        activity.Start();
        Activity.Current = null;
        return activity;
    }

    private sealed class Printed : BaseProcessor<Activity>
    {
        public List<string> Spans { get; } = [];

        public override void OnEnd(Activity data) => Spans.Add(data.OperationName);
    }
}
