using System.Buffers;
using System.Net;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>The session under test: runs <see cref="ScriptModel"/>, cuts its work into steps at random, and fails where the schedule says so.</summary>
internal sealed class ScriptedSession(SimulatedNode node, SimulationPlan plan) : Session<ScriptState>
{
    private ScriptState _after = null!;
    private bool _over;

    protected internal override int MaxMessageBytes => plan.MaxMessage;

    protected internal override ValueTask OnOpenedAsync(CancellationToken stop) =>
        Step(() =>
        {
            // A service that takes over asks for its own turns to write.
            for (var id = 0; id < State.Slots.Length; id++)
            {
                if (id == 0 ? State.Bulk > 0 : State.Slots[id] is { Use: 2, Closing: false }) FindChannel(id)!.RequestWritable();
            }

            return Done(new StepRecord(StepKind.Greeting, 0), ScriptModel.Greet(State, Emit));
        });

    protected internal override ValueTask OnResumedAsync(CancellationToken stop)
    {
        node.MayCrash(onInput: false);
        return default;
    }

    protected internal override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop) =>
        Step(() => Done(new StepRecord(StepKind.Draining, 0), ScriptModel.Draining(State, Emit)), onInput: false);

    protected internal override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        var bytes = input.ToArray();
        var count = Choose(bytes, out var alone);
        if (count == 0)
        {
            node.Record(default);
            return default;
        }

        var taken = bytes.AsMemory(0, count);
        if (alone == ScriptModel.Listen && HasFreeSlot) return ListenStep(taken);
        return Step(() => Done(InputStep(taken, alone == ScriptModel.Connect && HasFreeSlot ? ConnectSlot() : -1), _after));
    }

    protected internal override ValueTask OnInputEndedAsync(CancellationToken stop) =>
        Step(() => Done(new StepRecord(StepKind.InputEnded, 0), ScriptModel.InputEnded(State, plan.Pushes, Emit)));

    protected internal override ValueTask OnTimerAsync(string name, CancellationToken stop) =>
        Step(() => Done(new StepRecord(StepKind.Event, 0), ScriptModel.Timer(State, name[0] - '0', plan.Pushes, Emit)));

    protected internal override ValueTask OnMessageAsync(PushMessage message, CancellationToken stop) =>
        Step(() => Done(new StepRecord(StepKind.Event, 0), ScriptModel.Push(State, message.Payload.Span, plan.Pushes, Emit)));

    protected internal override ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop) => Step(
        () =>
        {
            var left = channel.Id == 0 ? State.Bulk : State.Slots[channel.Id].Left;
            var count = Math.Min(left, node.Random.Between(1, plan.Limits.MaxCommit / 2));
            var after = ScriptModel.Writable(State, channel.Id, count, plan.Pushes, Emit);
            if (count < left) channel.RequestWritable();
            else if (channel.Id != 0) channel.Close();
            return Done(new StepRecord(StepKind.Writable, channel.Id, Written: count), after);
        },
        onInput: false);

    protected internal override ValueTask OnChannelOpenedAsync(SessionChannel channel, CancellationToken stop) => Step(() =>
    {
        if (State.Slots[channel.Id] is { Use: 2, Closing: false }) channel.RequestWritable();
        return Done(new StepRecord(StepKind.Event, 0), ScriptModel.ChannelOpened(State, channel.Id));
    });

    protected internal override ValueTask OnChannelInputAsync(SessionChannel channel, ReadOnlySequence<byte> input, CancellationToken stop) => Step(() =>
    {
        var count = node.Random.Chance(0.5) ? (int)input.Length : node.Random.Between(1, (int)input.Length);
        Consume(count);
        return Done(new StepRecord(StepKind.Input, channel.Id, count), ScriptModel.ChannelInput(State, input.Slice(0, count).ToArray()));
    });

    protected internal override ValueTask OnChannelInputEndedAsync(SessionChannel channel, CancellationToken stop) => Step(() =>
    {
        if (State.Slots[channel.Id].Use == 1) channel.Close();
        return Done(new StepRecord(StepKind.InputEnded, channel.Id), ScriptModel.ChannelInputEnded(State, channel.Id, Emit));
    });

    protected internal override ValueTask OnChannelClosedAsync(SessionChannel channel, bool flushed, long acknowledged, string reason, CancellationToken stop) =>
        Step(() => Done(
            new StepRecord(StepKind.Event, 0),
            ScriptModel.ChannelClosed(State, channel.Id, flushed, acknowledged, plan.Pushes, Emit)));

    internal override bool TryRestoreState(SessionState? state, StartKind start)
    {
        if (!base.TryRestoreState(state, start)) return false;
        if (node.World.Fault == SeededFault.StateByReference && node.World.SharedState is { } shared) RestoreShared(shared);
        return true;
    }

    /// <summary>The fault of a state that incarnations share: what an uncommitted step did to it is still there.</summary>
    private void RestoreShared(ScriptState shared) =>
        base.TryRestoreState(new SessionState(typeof(ScriptState).FullName!, 1, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(shared)), StartKind.Resumed);

    private bool HasFreeSlot => State.Slots.Count(s => s.Use == 0) > 1;

    private ValueTask Step(Func<StepRecord> body, bool onInput = true)
    {
        if (_over) node.World.Fail("a step after a close, a transfer or a start of TLS");
        if (State.Upgraded != (Connection.Tls is not null)) node.World.Fail("the session does not know whether it is under TLS");
        node.MayCrash(onInput);
        switch (node.ChooseFate(onInput))
        {
            case StepFate.AwaitFirst:
                return node.Await(() =>
                {
                    node.MayCrash(onInput);
                    node.Record(node.Check(body));
                    node.MayCrash(onInput);
                });
            case StepFate.AwaitAfter:
                var written = node.Check(body);
                return node.Await(() =>
                {
                    node.MayCrash(onInput);
                    node.Record(written);
                });
            case StepFate.Stuck:
                return new ValueTask(new TaskCompletionSource().Task);
            default:
                node.Record(node.Check(body));
                node.MayCrash(onInput);
                return default;
        }
    }

    private StepRecord Done(StepRecord record, ScriptState after)
    {
        var closes = after.Closed && !State.Closed;
        State = after;
        if (node.World.Fault == SeededFault.StateByReference) node.World.SharedState = after;
        if (closes) Close();
        _over |= closes;
        return record;
    }

    private ValueTask ListenStep(ReadOnlyMemory<byte> command)
    {
        node.MayCrash(onInput: true);
        var listening = ListenAsync();
        return node.AwaitListen(listening, () =>
        {
            node.MayCrash(onInput: true);
            var slot = listening.IsCompletedSuccessfully ? listening.GetAwaiter().GetResult().Id : -1;
            _ = listening.Exception;
            node.Record(node.Check(() => Done(InputStep(command, slot), _after)));
            node.MayCrash(onInput: true);
        });
    }

    private StepRecord InputStep(ReadOnlyMemory<byte> taken, int slot)
    {
        Consume(taken.Length);
        _after = ScriptModel.Input(State, taken.Span, slot, Emit);
        if (State.Stream == 0) PerformCommands(taken.Span, _after);
        else if (taken.Length > State.Stream) PerformCommands(taken.Span[State.Stream..], _after);
        return new StepRecord(StepKind.Input, 0, taken.Length, Slot: slot);
    }

    private void PerformCommands(ReadOnlySpan<byte> bytes, ScriptState after)
    {
        while (ScriptModel.CommandLength(bytes) is > 0 and var length)
        {
            var argument = bytes[2..length];
            switch (bytes[0])
            {
                case ScriptModel.Bulk:
                    Client.RequestWritable();
                    break;
                case ScriptModel.SetTimer:
                    SetTimer(Name(argument[0]), TimeSpan.FromMilliseconds(argument[1]));
                    break;
                case ScriptModel.ClearTimer:
                    ClearTimer(Name(argument[0]));
                    break;
                case ScriptModel.Transfer:
                    _over = true;
                    Transfer(Connection.Service == SimulationPlan.ServiceA ? SimulationPlan.ServiceB : SimulationPlan.ServiceA);
                    break;
                case ScriptModel.Upgrade:
                    _over = true;
                    StartTls();
                    break;
                case ScriptModel.CloseSlots or ScriptModel.ResetSlots:
                    EndSlots(after, bytes[0] == ScriptModel.ResetSlots);
                    break;
                case ScriptModel.Stream:
                    length = Math.Min(bytes.Length, length + ScriptModel.Amount(argument));
                    break;
            }

            bytes = bytes[length..];
        }
    }

    private void EndSlots(ScriptState after, bool reset)
    {
        for (var slot = 1; slot < after.Slots.Length; slot++)
        {
            if (after.Slots[slot].Use == 0) continue;
            var channel = FindChannel(slot) ?? throw new SimulationFailedException($"the runner does not know channel {slot}, which is in use");
            if (reset) channel.Reset();
            else channel.Close();
        }
    }

    private int ConnectSlot() => Connect(new IPEndPoint(IPAddress.Loopback, 4000)).Id;

    private int Choose(ReadOnlySpan<byte> bytes, out int alone)
    {
        var (at, stream) = (0, State.Stream);
        alone = 0;
        for (var parts = node.Random.Between(1, 5); parts > 0; parts--)
        {
            if (stream > 0)
            {
                var part = Math.Min(stream, bytes.Length - at);
                if (part == 0) break;
                if (node.Random.Chance(0.2)) return at + node.Random.Between(1, part);
                (at, stream) = (at + part, stream - part);
                continue;
            }

            var length = ScriptModel.CommandLength(bytes[at..]);
            if (length == 0) break;
            if (ScriptModel.IsAlone(bytes[at]))
            {
                if (at > 0) break;
                alone = bytes[0];
                return length;
            }

            if (bytes[at] == ScriptModel.Stream) stream = ScriptModel.Amount(bytes[(at + 2)..]);
            at += length;
        }

        return at;
    }

    private void Emit(int channel, ReadOnlySpan<byte> bytes)
    {
        var target = channel == 0 ? Client : FindChannel(channel) ?? throw new SimulationFailedException($"no channel {channel}");
        target.Write(bytes);
        if (node.World.Fault == SeededFault.OutputBeforeCommit) node.World.Leak(channel, bytes);
    }

    private static string Name(byte timer) => ((char)('0' + timer)).ToString();
}
