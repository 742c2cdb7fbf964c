using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests.Telemetry;

[Collection(RunningGateway.Collection)]
public sealed class TraceTests
{
    [Fact]
    public async Task Each_connection_is_one_trace_of_accept_session_and_connection_and_every_span_ends()
    {
        var (started, stopped) = (new ConcurrentQueue<Activity>(), new ConcurrentQueue<Activity>());
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded, started, stopped);
        await using (var gateway = await RunningGateway.StartAsync())
        {
            for (var i = 0; i < 20; i++)
            {
                using var client = await gateway.ConnectAsync();
                if (i % 2 == 0) client.LingerState = new(true, 0);
            }

            await NobodyAsync(gateway);
        }

        Assert.Equal(60, started.Count);
        Assert.Equal(started.Select(a => a.SpanId).ToHashSet(), stopped.Select(a => a.SpanId).ToHashSet());
        var traces = stopped.GroupBy(a => a.TraceId).ToList();
        Assert.Equal(20, traces.Count);
        foreach (var trace in traces)
        {
            Assert.Equal(["accept", "connection", "session"], trace.Select(a => a.OperationName).Order());
            var root = trace.Single(a => a.OperationName == "connection");
            Assert.Equal(default, root.ParentSpanId);
            Assert.All(trace.Where(a => a != root), a => Assert.Equal(root.SpanId, a.ParentSpanId));
            Assert.Equal(6L, root.GetTagItem(Tags.BytesReceived));
            Assert.Equal(SpanEvents.Opened, root.Events.First().Name);
        }
    }

    [Fact]
    public async Task A_kick_is_an_error_of_the_connection_by_its_reason()
    {
        var (started, stopped) = (new ConcurrentQueue<Activity>(), new ConcurrentQueue<Activity>());
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded, started, stopped);
        await using (var gateway = await RunningGateway.StartAsync())
        {
            using var client = await gateway.ConnectAsync();
            var connections = gateway.Services.GetRequiredService<IConnections>();
            Assert.True(connections.Kick(Assert.Single(await connections.ListAsync()).Info.Id));
            await NobodyAsync(gateway);
        }

        var root = stopped.Single(a => a.OperationName == GatewayTelemetry.ConnectionSpan);
        Assert.Equal((ActivityStatusCode.Error, CloseReasons.Kicked), (root.Status, root.GetTagItem(Tags.ErrorType)));
        Assert.Equal("kicked", CloseReasons.Kicked);
    }

    [Fact]
    public async Task A_trace_that_the_sampler_does_not_choose_has_one_span_that_ends_and_says_nothing()
    {
        var (started, stopped) = (new ConcurrentQueue<Activity>(), new ConcurrentQueue<Activity>());
        using var listener = Listen(ActivitySamplingResult.PropagationData, started, stopped);
        await using (var gateway = await RunningGateway.StartAsync())
        {
            (await gateway.ConnectAsync()).Dispose();
            await NobodyAsync(gateway);
        }

        Assert.Same(Assert.Single(started), Assert.Single(stopped));
        Assert.Empty(stopped.Single().TagObjects);
    }

    [Theory]
    [InlineData("OTEL_TRACES_SAMPLER", "always_off", "On")]
    [InlineData("OTEL_TRACES_SAMPLER", "always_on", "Off")]
    public async Task With_the_sampler_off_or_nowhere_to_send_them_nobody_listens_for_spans(string key, string value, string console)
    {
        await using var gateway = await RunningGateway.StartAsync((key, value), ("SocketGateway:Telemetry:Console", console));
        Assert.False(GatewayTelemetry.Source.HasListeners());
    }

    [Fact]
    public async Task When_spans_are_printed_somebody_listens_for_them()
    {
        await using var gateway = await RunningGateway.StartAsync(("SocketGateway:Telemetry:Console", "On"));
        Assert.True(GatewayTelemetry.Source.HasListeners());
    }

    [Fact]
    public async Task Steps_are_spans_of_the_connections_trace_when_they_are_asked_for()
    {
        var (started, stopped) = (new ConcurrentQueue<Activity>(), new ConcurrentQueue<Activity>());
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded, started, stopped);
        await using (var gateway = await RunningGateway.StartAsync(("SocketGateway:Telemetry:Steps", "true")))
        {
            (await gateway.ConnectAsync()).Dispose();
            await NobodyAsync(gateway);
        }

        Assert.Equal(started.Count, stopped.Count);
        var root = stopped.Single(a => a.OperationName == GatewayTelemetry.ConnectionSpan);
        var steps = stopped.Where(a => a.OperationName == GatewayTelemetry.StepSpan).ToList();
        Assert.All(steps, step => Assert.Equal(root.SpanId, step.ParentSpanId));
        Assert.Contains(steps, step => (string?)step.GetTagItem(Tags.Step) == "input");
    }

    [Fact]
    public async Task A_request_is_part_of_its_connections_trace_and_the_operators_requests_are_no_traces()
    {
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded, new ConcurrentQueue<Activity>(), stopped);
        await using (var gateway = await RunningGateway.StartAsync(
            ("SocketGateway:Telemetry:Console", "On"),
            ("SocketGateway:Listeners:web:Port", "0"),
            ("SocketGateway:Listeners:web:Service", "web"),
            ("SocketGateway:Services:web:Type", "Http")))
        {
            using var client = new HttpClient();
            await client.GetStringAsync(new Uri($"http://{gateway.EndPoint("web")}/whoami"));
            await gateway.Admin.GetStringAsync(new Uri("/api/services", UriKind.Relative));
        }

        var root = stopped.Single(a => a.OperationName == GatewayTelemetry.ConnectionSpan);
        var http = stopped.Single(a => a.OperationName == GatewayTelemetry.HttpSpan);
        var request = Assert.Single(stopped, a => a.Source.Name == "Microsoft.AspNetCore" && a.Recorded);
        Assert.Equal((root.SpanId, root.TraceId), (http.ParentSpanId, http.TraceId));
        Assert.Equal((http.SpanId, root.TraceId), (request.ParentSpanId, request.TraceId));
        Assert.Equal("GET /whoami", request.DisplayName);
    }

    private static Task NobodyAsync(RunningGateway gateway)
    {
        var connections = gateway.Services.GetRequiredService<IConnections>();
        return gateway.UntilAsync(() => connections.Count == 0);
    }

    private static ActivityListener Listen(ActivitySamplingResult sampling, ConcurrentQueue<Activity> started, ConcurrentQueue<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is GatewayTelemetry.Name or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStarted = started.Enqueue,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
