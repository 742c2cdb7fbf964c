using System.Diagnostics;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Services;

/// <summary>Gives a <see cref="SessionRunner"/> its turn: the connection's messages in, commits out. All the rules are the runner's.</summary>
#pragma warning disable CA1001 // PostStop disposes the runner, together with the session
internal sealed class SessionActor : ActorBase, ISessionHost
#pragma warning restore CA1001
{
    private const long MarkInterval = 1_000;

    private readonly SessionProtocol.Open _open;
    private readonly HostedSession _hosted;
    private readonly HostedSessions _sessions;
    private readonly IActorRef _connection;

    /// <summary>Null when the connection is on this node.</summary>
    private readonly IRemoteConnection? _remote;

    /// <summary>This node's part in the trace of a connection on another; null without one.</summary>
    private readonly Activity? _span;
    private readonly Session _session;
    private readonly IAsyncDisposable? _scope;
    private readonly ServiceHealth _health;
    private readonly GatewayContext _gateway;
    private readonly ILogger _log;
    private readonly bool _traceSteps;
    private readonly SessionRunner _runner;
    private readonly IActorRef _self;
    private ICancelable? _stepTimer;
    private long _watchedStep;
    private long _watchedSince;
    private long _marked;
    private Activity? _stepSpan;
    private bool _finished;

    private SessionActor(
        SessionProtocol.Open open, HostedSession hosted, Session session, IAsyncDisposable? scope, ServiceHealth health, HostedSessions sessions, GatewayContext gateway, ILogger log)
    {
        (_open, _hosted, _session, _scope, _health, _sessions, _gateway, _log) = (open, hosted, session, scope, health, sessions, gateway, log);
        _connection = hosted.Connection;
        _remote = _connection as IRemoteConnection;
        _traceSteps = gateway.TraceSteps && open.Connection.Trace != default;
        _span = _remote is null || open.Connection.Trace == default ? null : BeginSpan(open, gateway.Address);
        _runner = new SessionRunner(session, this);
        _self = Self;
    }

    public static Props PropsFor(
        SessionProtocol.Open open, HostedSession hosted, Session session, IAsyncDisposable? scope, ServiceHealth health, HostedSessions sessions, GatewayContext gateway, ILogger log) =>
        ActorProps.For(() => new SessionActor(open, hosted, session, scope, health, sessions, gateway, log));

    protected override void PreStart()
    {
        // The one who owns the socket may die without a word; then there is nobody to commit to. Another node's is watched by its link.
        if (_remote is null) Context.Watch(_connection);
        try
        {
            _runner.Begin(_open);
        }
        catch
        {
            // An actor that does not start does not stop either.
            _sessions.Remove(_hosted);
            throw;
        }
    }

    protected override void PostStop()
    {
        if (!_finished) _connection.Tell(new ConnectionProtocol.SessionGone(_open.Epoch), _self);
        _sessions.Remove(_hosted);
        _stepTimer?.Cancel();
        _span?.Stop();
        _health.Forget(_open.Connection.Id);
        _ = DisposeSessionAsync();
    }

    protected override bool Receive(object message)
    {
        var known = Dispatch(message);

        // A step that is awaited took its span along; the next actor on this thread is not part of it.
        if (_stepSpan is not null) Activity.Current = null;
        return known;
    }

    private bool Dispatch(object message)
    {
        switch (message)
        {
            case SessionProtocol told:
                Mark();
                _runner.Deliver(told);
                return true;
            case ContinueTurn:
                _runner.Continue();
                return true;
            case StepCompleted completed:
                _runner.CompleteStep(completed.Error);
                return true;
            case CheckStep:
                CheckPendingStep();
                return true;
            case Terminated:
                _runner.Deliver(new SessionProtocol.Ended(_open.Epoch, CloseReasons.Internal));
                return true;
            default:
                return false;
        }
    }

    bool ISessionHost.IsCutOff => _remote is { IsStale: true };

    void ISessionHost.Send(SessionProtocol message) => _connection.Tell(message, _self);

    void ISessionHost.PostContinue() => _self.Tell(ContinueTurn.Instance, _self);

    void ISessionHost.PostStepCompleted(Exception? error) => _self.Tell(error is null ? StepCompleted.Succeeded : new StepCompleted(error), _self);

    /// <summary>One timer for all steps: it looks at the step of the moment when it comes, so that a quick step costs nothing.</summary>
    void ISessionHost.WatchStep(long step)
    {
        (_watchedStep, _watchedSince) = (step, MonotonicClock.Now);
        if (_stepTimer is null) ScheduleStepCheck((long)_gateway.StepTimeout.TotalMilliseconds);
    }

    bool ISessionHost.RecordFailure(Exception error)
    {
        _span?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
        ServiceLog.SessionFailed(_gateway.Repeats, _log, error, _open.Connection.Id.ToString(), _open.Service, _open.Epoch);
        return _health.RecordFailure(_open.Connection.Id);
    }

    void ISessionHost.StepBegins(StepKind kind)
    {
        if (!_traceSteps) return;
        _stepSpan = GatewayTelemetry.Source.StartActivity(GatewayTelemetry.StepSpan, ActivityKind.Internal, _open.Connection.Trace);
        _stepSpan?.SetTag(Tags.Step, kind.ToString().ToLowerInvariant()).SetTag(Tags.Epoch, _open.Epoch);
    }

    void ISessionHost.StepEnds(Exception? error)
    {
        if (_stepSpan is not { } span) return;
        if (error is not null) span.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
        span.Stop();
        _stepSpan = null;
        Activity.Current = null;
    }

    void ISessionHost.Finished()
    {
        _finished = true;
        Context.Stop(_self);
    }

    private static Activity? BeginSpan(SessionProtocol.Open open, string node)
    {
        var span = GatewayTelemetry.Source.StartActivity(GatewayTelemetry.ServeSpan, ActivityKind.Internal, open.Connection.Trace);
        span?.SetTag(Tags.ConnectionId, open.Connection.Id.ToString()).SetTag(Tags.Service, open.Service).SetTag(Tags.Epoch, open.Epoch).SetTag(Tags.Node, node);
        Activity.Current = null;
        return span;
    }

    private void CheckPendingStep()
    {
        _stepTimer = null;
        if (!_runner.StepPending) return;
        var left = _watchedSince + (long)_gateway.StepTimeout.TotalMilliseconds - MonotonicClock.Now;
        if (left <= 0) _runner.TimeOutStep(_watchedStep);
        else ScheduleStepCheck(left);
    }

    private void ScheduleStepCheck(long milliseconds) =>
        _stepTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(milliseconds), _self, CheckStep.Instance, _self);

    private void Mark()
    {
        var now = MonotonicClock.Now;
        if (now - _marked < MarkInterval) return;
        _marked = now;
        _health.MarkActive(_open.Connection.Id);
    }

    private async Task DisposeSessionAsync()
    {
        try
        {
            _runner.Dispose();
            if (_session is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
            else if (_session is IDisposable disposable) disposable.Dispose();
            if (_scope is not null) await _scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            ServiceLog.CannotDispose(_gateway.Repeats, _log, error, _open.Connection.Id.ToString(), _open.Service);
        }
    }

    private sealed class ContinueTurn
    {
        public static readonly ContinueTurn Instance = new();
    }

    private sealed record StepCompleted(Exception? Error)
    {
        public static readonly StepCompleted Succeeded = new((Exception?)null);
    }

    private sealed class CheckStep
    {
        public static readonly CheckStep Instance = new();
    }
}
