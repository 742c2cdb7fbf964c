using System.Buffers.Binary;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>
/// What the session under test does, as a pure function of state and event. The session runs it over the bytes that the runner gives it, the oracle
/// over the bytes that were really sent; the client must see the oracle's output.
/// <code>command = operation, length of the argument, argument</code>
/// </summary>
internal static class ScriptModel
{
    public const int Echo = 'e', Silent = 's', Stream = 'p', Bulk = 'b', SetTimer = 't', ClearTimer = 'c', Listen = 'l', Connect = 'n';
    public const int CloseSlots = 'x', ResetSlots = 'r', Transfer = 'T', Upgrade = 'U', Quit = 'q';
    public const int MaxArgument = 24;

    public delegate void Emit(int channel, ReadOnlySpan<byte> bytes);

    /// <summary>The length of the command that begins here; 0 when it is not complete.</summary>
    public static int CommandLength(ReadOnlySpan<byte> input) => input.Length >= 2 && input.Length >= 2 + input[1] ? 2 + input[1] : 0;

    /// <summary>Whether a command asks for something beside bytes, and so is a step of its own.</summary>
    public static bool IsAlone(byte operation) => operation is (byte)Listen or (byte)Connect or (byte)Transfer or (byte)Upgrade or (byte)Quit or (byte)CloseSlots or (byte)ResetSlots;

    public static ScriptState Greet(ScriptState state, Emit emit) => Say('g', Mix(state, 'g'), emit);

    /// <summary>Whole commands, or a part of a streamed payload.</summary>
    public static ScriptState Input(ScriptState state, ReadOnlySpan<byte> bytes, int slot, Emit emit)
    {
        while (bytes.Length > 0)
        {
            if (state.Stream > 0)
            {
                var part = bytes[..Math.Min(state.Stream, bytes.Length)];
                state = MixAll(state, part) with { Stream = state.Stream - part.Length };
                if (state.Stream == 0) state = Say('p', state, emit);
                bytes = bytes[part.Length..];
                continue;
            }

            var length = CommandLength(bytes);
            if (length == 0) throw new SimulationFailedException("a step consumed a part of a command");
            state = Command(state, bytes[..length], slot, emit);
            bytes = bytes[length..];
        }

        return state;
    }

    public static ScriptState InputEnded(ScriptState state, int pushes, Emit emit) =>
        CloseWhenDone(Say('f', Mix(state, 'f'), emit) with { InputEnded = true }, pushes, emit);

    public static ScriptState Timer(ScriptState state, int timer, int pushes, Emit emit)
    {
        if ((state.Timers & (1 << timer)) == 0) throw new SimulationFailedException($"timer {timer} fired and does not run");
        state = Mix(state, (ulong)timer) with { Timers = state.Timers & ~(1 << timer) };

        // Odd timers say nothing, so that some commits carry neither input nor output.
        if (timer % 2 == 0) state = Say('t', state, emit);
        return CloseWhenDone(state, pushes, emit);
    }

    public static ScriptState Push(ScriptState state, ReadOnlySpan<byte> payload, int pushes, Emit emit)
    {
        state = MixAll(state, payload) with { Pushes = state.Pushes + 1 };
        if (payload[0] % 2 == 0) state = Say('m', state, emit);
        return CloseWhenDone(state, pushes, emit);
    }

    public static ScriptState Draining(ScriptState state, Emit emit) => Say('d', Mix(state, 'd'), emit);

    public static ScriptState Writable(ScriptState state, int channel, int bytes, int pushes, Emit emit)
    {
        var left = channel == 0 ? state.Bulk : state.Slots[channel].Left;
        Span<byte> pattern = bytes <= 4096 ? stackalloc byte[bytes] : new byte[bytes];
        for (var i = 0; i < bytes; i++) pattern[i] = (byte)(state.Hash + (ulong)(left - i));
        emit(channel, pattern);
        state = Mix(state, (ulong)bytes);
        if (channel == 0) return CloseWhenDone(state with { Bulk = left - bytes }, pushes, emit);
        return WithSlot(state, channel, state.Slots[channel] with { Left = left - bytes, Closing = left == bytes });
    }

    public static ScriptState ChannelOpened(ScriptState state, int channel) => Mix(state, (ulong)channel);

    public static ScriptState ChannelInput(ScriptState state, ReadOnlySpan<byte> bytes) => MixAll(state, bytes);

    public static ScriptState ChannelInputEnded(ScriptState state, int channel, Emit emit)
    {
        state = Say('u', Mix(state, 'u'), emit);
        return state.Slots[channel].Use == 1 ? WithSlot(state, channel, state.Slots[channel] with { Closing = true }) : state;
    }

    public static ScriptState ChannelClosed(ScriptState state, int channel, bool flushed, long acknowledged, int pushes, Emit emit)
    {
        if (state.Slots[channel].Use == 0) throw new SimulationFailedException($"channel {channel} ended and is not in use");
        state = Say('k', Mix(state, (ulong)(flushed ? acknowledged : ~acknowledged)), emit);
        return CloseWhenDone(WithSlot(state, channel, default), pushes, emit);
    }

    private static ScriptState Command(ScriptState state, ReadOnlySpan<byte> command, int slot, Emit emit)
    {
        var argument = command[2..];
        state = MixAll(state, command);
        switch (command[0])
        {
            case Echo:
                emit(0, argument);
                return Say('e', state, emit);
            case Silent:
                return state;
            case Stream:
                return state with { Stream = Amount(argument) };
            case Bulk:
                return state with { Bulk = state.Bulk + Amount(argument) };
            case SetTimer:
                return state with { Timers = state.Timers | (1 << argument[0]) };
            case ClearTimer:
                return state with { Timers = state.Timers & ~(1 << argument[0]) };
            case Listen or Connect when slot >= 0:
                if (state.Slots[slot].Use != 0) throw new SimulationFailedException($"channel {slot} was given twice");
                state = WithSlot(state, slot, new SlotState(argument[2], Amount(argument), false));
                return Say((char)('0' + slot), state, emit);
            case CloseSlots or ResetSlots:
                for (var i = 1; i < state.Slots.Length; i++)
                {
                    if (state.Slots[i].Use != 0) state = WithSlot(state, i, state.Slots[i] with { Closing = true });
                }

                return Say('x', state, emit);
            case Upgrade:
                return Say('u', state with { Upgraded = true }, emit);
            case Quit:
                return Say('z', state with { Closed = true }, emit);
            default:
                return Say('-', state, emit);
        }
    }

    public static int Amount(ReadOnlySpan<byte> argument) => BinaryPrimitives.ReadUInt16LittleEndian(argument);

    private static ScriptState CloseWhenDone(ScriptState state, int pushes, Emit emit)
    {
        if (state is not { InputEnded: true, Closed: false, Bulk: 0, Timers: 0 } || state.Pushes < pushes) return state;
        foreach (var slot in state.Slots)
        {
            if (slot.Use != 0) return state;
        }

        return Say('z', state with { Closed = true }, emit);
    }

    private static ScriptState WithSlot(ScriptState state, int slot, SlotState value) => state with { Slots = state.Slots.SetItem(slot, value) };

    private static ScriptState Mix(ScriptState state, ulong value) => state with { Hash = (state.Hash ^ value) * 0x100000001B3, Count = state.Count + 1 };

    /// <summary>By bytes only: where a stream was cut into steps must not show.</summary>
    private static ScriptState MixAll(ScriptState state, ReadOnlySpan<byte> bytes)
    {
        var hash = state.Hash;
        foreach (var b in bytes) hash = (hash ^ b) * 0x100000001B3;
        return state with { Hash = hash, Count = state.Count + bytes.Length };
    }

    private static ScriptState Say(char what, ScriptState state, Emit emit)
    {
        Span<byte> line = stackalloc byte[17];
        line[0] = (byte)what;
        BinaryPrimitives.WriteInt64LittleEndian(line[1..], state.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(line[9..], state.Hash);
        emit(0, line);
        return state;
    }
}
