using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>
/// The one undisturbed execution: the sequence of applied commits, run again by <see cref="ScriptModel"/> over what the peers really sent and what
/// really happened. Peers must get its output and no other.
/// </summary>
internal sealed class Oracle(SimulatedWorld world)
{
    private readonly Dictionary<long, SessionEvent> _raised = [];
    private readonly HashSet<long> _handled = [];
    private readonly Dictionary<string, (long Generation, long Due)> _timers = [];
    private ScriptState _state = new();
    private long _lastCommit;
    private int _pushesHandled;

    public List<byte[]> Pushed { get; } = [];

    public void Raised(long id, SessionEvent occurrence)
    {
        if (!_raised.TryAdd(id, occurrence) && !_raised[id].Equals(occurrence)) world.Fail($"event {id} changed");
        if (occurrence is SessionEvent.TimerDue due && _timers.TryGetValue(due.Name, out var timer) && timer.Generation == due.Generation && world.Time.Now < timer.Due)
        {
            world.Fail($"timer {due.Name} fired {timer.Due - world.Time.Now} ms early");
        }
    }

    /// <summary>The earliest timer that no tick has seen due.</summary>
    public long NextTimer(long lastTick)
    {
        var next = long.MaxValue;
        foreach (var (_, due) in _timers.Values)
        {
            if (due > lastTick) next = Math.Min(next, due);
        }

        return next;
    }

    public void Committed(Commit commit, StepRecord record, (SimulatedSocket?, SimulatedSocket?, SimulatedSocket?) before)
    {
        if (commit.Number != ++_lastCommit) world.Fail($"commit {commit.Number} was applied as number {_lastCommit}");
        SimulatedSocket?[] sockets = [world.Sockets[0], before.Item1, before.Item2, before.Item3];
        Take(commit.Primary, 0, sockets);
        foreach (var delta in commit.Others ?? []) Take(delta, delta.Channel, sockets);
        _state = Run(commit, record, (channel, bytes) => sockets[channel]!.Expect(bytes), sockets);
        foreach (var (name, due) in commit.Effects?.Timers ?? [])
        {
            if (due is { } delay) _timers[name] = (commit.Number, world.Time.Now + (long)delay.TotalMilliseconds);
            else _timers.Remove(name);
        }
    }

    /// <summary>What must hold when the connection has ended.</summary>
    public void CheckEnd(string reason)
    {
        var client = world.Sockets[0]!;
        switch (reason)
        {
            case CloseReasons.None or CloseReasons.CloseTimeout:
                if (reason.Length > 0 && !world.Plan.ClientLingers) world.Fail("an orderly close timed out");
                if (!client.FinSeen) world.Fail("an orderly end without FIN");
                if (!_state.Closed) world.Fail("an orderly end before the work was done");
                if (client.Received != client.Expected) world.Fail("the client's transcript is not complete");
                if (!world.Plan.EndsByItself && (client.Committed != world.Plan.Script.Length || _pushesHandled != world.Plan.Pushes)) world.Fail("not everything was handled");
                break;
            case CloseReasons.PoisonInput when world.Plan.PoisonAllowed:
                if (client.FinSeen) world.Fail("a false FIN");
                if (client.Received != client.Expected && !world.Plan.ClientResets) world.Fail("committed output was not flushed before the reset");
                break;
            case CloseReasons.TlsInjection or CloseReasons.TlsHandshakeFailed when world.Plan.Injects:
                if (!client.FinSeen || client.Received != client.Expected) world.Fail("committed output was not flushed, or the end not orderly");
                break;
            case CloseReasons.ConnectionReset when world.Plan.ClientResets:
                break;
            default:
                world.Fail($"ended with '{reason}'");
                break;
        }
    }

    public string Describe() => $"{_state}, pushes {_pushesHandled}/{world.Plan.Pushes}, timers {string.Join(',', _timers)}";

    private void Take(in ChannelDelta delta, int channel, SimulatedSocket?[] sockets)
    {
        var socket = sockets[channel]!;
        if (delta.InputFrom != socket.Committed || delta.InputTo > socket.Arrived) world.Fail($"channel {channel}: input {delta.InputFrom}..{delta.InputTo} after {socket.Committed}");
        if (channel == 0 && !socket.Secured && world.Plan.Upgrades && delta.InputTo > world.Plan.UpgradeAt) world.Fail("a session got clear text from behind the request for TLS");
        socket.Committed = delta.InputTo;
        if (delta.EndConsumed && (!socket.Ended || delta.InputTo != socket.Arrived)) world.Fail($"channel {channel}: an end of input that was not there");
        socket.EndCommitted |= delta.EndConsumed;
    }

    private ScriptState Run(Commit commit, StepRecord record, ScriptModel.Emit emit, SimulatedSocket?[] sockets)
    {
        var pushes = world.Plan.Pushes;
        if (commit.HandledEvent != 0) return RunEvent(commit.HandledEvent, record, emit);
        switch (record.Kind)
        {
            case StepKind.Greeting:
                return ScriptModel.Greet(_state, emit);
            case StepKind.Draining:
                return ScriptModel.Draining(_state, emit);
            case StepKind.Input:
                var socket = sockets[record.Channel]!;
                var bytes = socket.Script.AsSpan((int)socket.Committed - record.Consumed, record.Consumed);
                return record.Channel == 0 ? ScriptModel.Input(_state, bytes, record.Slot, emit) : ScriptModel.ChannelInput(_state, bytes);
            case StepKind.InputEnded when record.Channel == 0:
                return ScriptModel.InputEnded(_state, pushes, emit);
            case StepKind.InputEnded:
                return ScriptModel.ChannelInputEnded(_state, record.Channel, emit);
            case StepKind.Writable:
                return ScriptModel.Writable(_state, record.Channel, record.Written, pushes, emit);
            default:
                return _state;
        }
    }

    private ScriptState RunEvent(long id, StepRecord record, ScriptModel.Emit emit)
    {
        if (!_handled.Add(id)) world.Fail($"event {id} was handled twice");
        var pushes = world.Plan.Pushes;
        switch (_raised[id])
        {
            case SessionEvent.TimerDue due:
                if (!_timers.Remove(due.Name, out var timer) || timer.Generation != due.Generation) world.Fail($"timer {due.Name} of commit {due.Generation} was handled and is not set");
                return ScriptModel.Timer(_state, due.Name[0] - '0', pushes, emit);
            case SessionEvent.Pushed pushed:
                _pushesHandled++;
                return ScriptModel.Push(_state, pushed.Message.Payload.Span, pushes, emit);
            case SessionEvent.ChannelOpened opened when record.Kind == StepKind.Event:
                return ScriptModel.ChannelOpened(_state, opened.Channel);
            case SessionEvent.ChannelClosed closed when record.Kind == StepKind.Event:
                return ScriptModel.ChannelClosed(_state, closed.Channel, closed.Flushed, closed.Acknowledged, pushes, emit);
            default:
                return _state;
        }
    }
}
