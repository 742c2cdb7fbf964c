using System.Diagnostics;
using System.Net;
using CsCheck;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Links;

/// <summary>Messages of every shape.</summary>
internal static class Generators
{
    public static readonly Gen<byte[]> FewBytes = Gen.OneOf(Gen.Byte.Array[0, 24], Gen.OneOf(Gen.Byte[0, 3], Gen.Byte).Array[0, 40]);

    private static readonly Gen<ReadOnlyMemory<byte>> Bytes = Gen.Byte.Array[0, 300].Select(bytes => (ReadOnlyMemory<byte>)bytes);
    private static readonly Gen<long> Offset = Gen.OneOf(Gen.Long[0, 200], Gen.Long);
    private static readonly Gen<string> Text = Gen.String[Gen.Char['\u0001', '\u00FF'], 0, 20];
    private static readonly Gen<string?> MaybeText = Text.Null();
    private static readonly Gen<TimeSpan> Time = Gen.Long.Select(TimeSpan.FromTicks);

    private static readonly Gen<IPEndPoint> EndPoint = Gen.Select(
        Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]), Gen.Int[0, 65_535], (address, port) => new IPEndPoint(new IPAddress(address), port));

    private static readonly Gen<IPEndPoint?> MaybeEndPoint = EndPoint.Null();

    private static readonly Gen<SessionState?> State = Gen.Select(Text, Gen.Int, Bytes, (type, version, data) => new SessionState(type, version, data)).Null();

    private static readonly Gen<ChannelDelta> Delta = Gen.Select(Gen.Int[0, 3], Gen.Select(Offset, Offset, Offset), Gen.Bool, Bytes, (channel, at, end, output) => new ChannelDelta
    {
        Channel = channel,
        InputFrom = at.Item1,
        InputTo = at.Item2,
        OutputFrom = at.Item3,
        EndConsumed = end,
        Output = output,
    });

    private static readonly Gen<CommitEffects?> Effects = Gen.Select(
        Gen.Select(Text, Time, Gen.Bool, (name, due, set) => (name, set ? due : (TimeSpan?)null)).List[0, 3],
        Gen.Int.List[0, 3],
        Gen.Select(Gen.Int, EndPoint, Gen.Bool).List[0, 3],
        Gen.Select(Gen.Int, Gen.Bool).List[0, 3],
        Gen.Select(MaybeText, MaybeText, MaybeText),
        Gen.Bool,
        (timers, adopted, connects, closes, words, tls) =>
        {
            var effects = new CommitEffects { Alias = words.Item1, Transfer = words.Item2, Close = words.Item3, StartTls = tls };
            effects.Timers.AddRange(timers);
            effects.Adopted.AddRange(adopted);
            effects.Connects.AddRange(connects);
            effects.Closes.AddRange(closes);
            return effects;
        }).Null();

    public static readonly Gen<Commit> Commit = Gen.Select(
        Gen.Select(Gen.Int, Offset, Offset),
        Delta,
        Delta.Array[0, 3].Null(),
        State,
        Gen.Byte,
        Effects,
        (numbers, primary, others, state, writable, effects) => new Commit(numbers.Item1, numbers.Item2)
        {
            Primary = primary,
            Others = others,
            State = state,
            HandledEvent = numbers.Item3,
            Writable = writable,
            Effects = effects,
        });

    private static readonly Gen<ChannelSnapshot> Channel = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Enum<ChannelStatus>()),
        Gen.Select(MaybeEndPoint, MaybeEndPoint),
        Gen.Select(Offset, Offset, Offset),
        Gen.Select(Gen.Bool, Gen.Bool),
        (what, ends, at, flags) => new ChannelSnapshot(what.Item1, what.Item2, ends.Item1, ends.Item2, at.Item1, flags.Item1, at.Item2, flags.Item2, at.Item3));

    public static readonly Gen<SessionProtocol.Open> Open = Gen.Select(
        Gen.Select(Gen.ULong, EndPoint, EndPoint, Text, (id, peer, local, listener) => new ConnectionInfo(new ConnectionId(id), new SocketPair(peer, local), listener, default(ActivityContext))),
        Gen.Select(Gen.Int, Gen.Enum<StartKind>(), Offset),
        State,
        Channel.Array[0, 4],
        Gen.Select(Text, Offset, Time, (name, generation, left) => new TimerSnapshot(name, generation, left)).Array[0, 3],
        Gen.Select(Text, MaybeText, Gen.Byte),
        Gen.Select(Gen.Int, Gen.Int, Gen.Int),
        (info, numbers, state, channels, timers, words, limits) => new SessionProtocol.Open(numbers.Item1)
        {
            Connection = info,
            Service = words.Item1,
            Start = numbers.Item2,
            LastCommit = numbers.Item3,
            State = state,
            Channels = channels,
            Timers = timers,
            Writable = words.Item3,
            Alias = words.Item2,
            InputWindow = limits.Item1,
            MaxCommit = limits.Item2,
            MaxState = limits.Item3,
        });
}
