using System.Buffers;
using System.Text.Json;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

/// <summary>
/// A program behind a login that a CR ended. Its terminal has room for much when the stream is whole, else for little, or for nothing until more has arrived. Between packets
/// only the state survives. Then the program says what was sent, while BINARY comes and goes.
/// </summary>
internal sealed class TelnetPassageTarget(TelnetPassageTarget.Machine? next = null, TelnetPassageTarget.Speaker? say = null) : FuzzTarget
{
    private const int LongestUnfinished = 515;
    private const int MostState = 2048;
    private const int Ample = 4096;

    // DO CHARSET is answered by WILL CHARSET and a request.
    private const int AnswerPerByte = 5;

    // An IAC takes two bytes, as does a CR; everything is said twice.
    private const int SaidPerByte = 4;

    private static readonly int[] Rooms = [1, 0, 3, 2, 600, 0, 1, 5];

    private readonly Machine _next = next ?? TelnetPassage.Next;
    private readonly Speaker _say = say ?? TelnetPassage.Say;

    internal delegate TelnetStep Machine(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output);

    internal delegate bool Speaker(ReadOnlySpan<byte> said, bool binary, bool afterReturn, IBufferWriter<byte> output);

    public override FuzzLimits Limits { get; } = new()
    {
        MaxInput = 8192,
        OutputBase = 64,
        OutputPerByte = AnswerPerByte + SaidPerByte,
        MaxHeld = LongestUnfinished + MostState,
        StepsPerByte = 2,
        AllocatedPerByte = 4096,
    };

    public override IReadOnlyList<byte[]> Tokens { get; } = [.. TelnetTokens.All, [255, 236], [255, 237], [255, 238], [255, 252, 0], [255, 254, 0], [255, 254, 42]];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        Type(packets, run);
        Say(packets, binary: false, run);
        Say(packets, binary: true, run);
    }

    private void Type(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var telnet = TelnetMachine.Start(new TelnetState { Line = new LineState { AfterReturn = true } }, run.Output);
        var (input, data, calls) = (new PendingInput(), new ArrayBufferWriter<byte>(), 0);
        foreach (var packet in packets)
        {
            input.Append(packet);
            while (Step() is var (room, goesOn) && goesOn && room > 0) { }
            var state = JsonSerializer.SerializeToUtf8Bytes(telnet);
            run.Keeps(state.Length);
            telnet = JsonSerializer.Deserialize<TelnetState>(state)!;
        }

        while (Step() is var (room, goesOn) && (goesOn || room == 0)) { }
        run.Keeps(input.Length + MostState);
        run.Note($"{input.Length} left, {Hex.Of(data.WrittenSpan)} typed, {JsonSerializer.Serialize(telnet)}");

        (int Room, bool GoesOn) Step()
        {
            run.Step();
            var (room, typed) = (packets.Count <= 1 ? Ample : Rooms[(packets[0].Length + calls++) % Rooms.Length], data.WrittenCount);
            var step = _next(telnet, input.Sequence, data, room, run.Output);
            telnet = step.State;
            input.Consume(step.Consumed);
            typed = data.WrittenCount - typed;
            FuzzRun.Require(typed <= room, $"{typed} bytes were typed where there was room for {room}");
            FuzzRun.Require(typed <= step.Consumed, $"{typed} bytes were typed of {step.Consumed}");
            if (step.Event is not null) run.Note($"{step.Event} after {data.WrittenCount} bytes typed");
            return (room, step.Event is not null || step.Consumed > 0);
        }
    }

    private void Say(IReadOnlyList<byte[]> packets, bool binary, FuzzRun run)
    {
        var said = packets.SelectMany(packet => packet).ToArray();
        var (from, afterReturn, left) = (run.Written.Length, false, said.Length / 2);
        var turn = from;
        foreach (var packet in packets)
        {
            var before = Math.Min(left, packet.Length);
            left -= before;
            if (before > 0) afterReturn = _say(packet.AsSpan(0, before), binary, afterReturn, run.Output);
            if (before > 0) turn = run.Written.Length;
            if (before < packet.Length) afterReturn = _say(packet.AsSpan(before), !binary, afterReturn, run.Output);
        }

        FuzzRun.Require(afterReturn == (said is [.., (byte)'\r'] && binary), "a CR at the end is open, unless BINARY is on there");
        var heard = new List<byte>(said.Length);
        Hear(run.Written[from..turn], binary, heard);
        Hear(run.Written[turn..], !binary, heard);
        FuzzRun.Require(heard.SequenceEqual(said), "what was said is not what is heard");
    }

    /// <summary>The peer's ear (RFC 854, 856). A CR at the very end awaits its second half, which a change to BINARY takes away.</summary>
    private static void Hear(ReadOnlySpan<byte> wire, bool binary, List<byte> heard)
    {
        for (var i = 0; i < wire.Length; i++)
        {
            heard.Add(wire[i]);
            var (isIac, isReturn, isLast) = (wire[i] == TelnetCode.Iac, wire[i] == (byte)'\r' && !binary, i == wire.Length - 1);
            FuzzRun.Require(!isIac || (!isLast && wire[i + 1] == TelnetCode.Iac), "an IAC is not doubled");
            if (isIac) i++;
            if (!isReturn || isLast) continue;
            FuzzRun.Require(wire[i + 1] is 0 or (byte)'\n', "a CR stands before neither LF nor NUL");
            if (wire[i + 1] == 0) i++;
        }
    }
}
