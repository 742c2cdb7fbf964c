using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

public sealed class TelnetPassageFuzz() : FuzzTests(
    new TelnetPassageTarget(),
    [
        new(FuzzProperty.NeverThrows, new TelnetPassageTarget(IndexesPastTheEnd)),
        new(FuzzProperty.SameHoweverSplit, new TelnetPassageTarget(ForgetsTheReturn)),
        new(FuzzProperty.SameHoweverSplit, new TelnetPassageTarget(DropsWhatHasNoRoom)),
        new(FuzzProperty.OutputBounded, new TelnetPassageTarget(AnswersWithAScreenfulOfBells)),
        new(FuzzProperty.MemoryBounded, new TelnetPassageTarget(RemembersWhatWasWrong)),
        new(FuzzProperty.Progresses, new TelnetPassageTarget(TellsOfTheSameEventAgain)),
        new(FuzzProperty.WellFormed, new TelnetPassageTarget(TakesMoreThanThereIsRoomFor)),
        new(FuzzProperty.WellFormed, new TelnetPassageTarget(say: SaysCommands)),
        new(FuzzProperty.WellFormed, new TelnetPassageTarget(say: ForgetsWhatItSaid)),
        new(FuzzProperty.WellFormed, new TelnetPassageTarget(say: EndsTheReturnInBinary)),
    ])
{
    private static TelnetStep IndexesPastTheEnd(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output)
    {
        var step = TelnetPassage.Next(state, input, data, room, output);
        if (step.Event is TelnetEvent.Malformed) _ = input.ToArray()[(int)step.Consumed + 2];
        return step;
    }

    private static TelnetStep ForgetsTheReturn(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output)
    {
        var step = TelnetPassage.Next(state, input, data, room, output);
        return step.Consumed == input.Length ? step with { State = step.State with { Line = step.State.Line with { AfterReturn = false } } } : step;
    }

    private static TelnetStep DropsWhatHasNoRoom(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output)
    {
        var step = TelnetPassage.Next(state, input, data, room, output);
        return step.Event is null && room < input.Length ? step with { Consumed = input.Length } : step;
    }

    private static TelnetStep AnswersWithAScreenfulOfBells(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output)
    {
        var step = TelnetPassage.Next(state, input, data, room, output);
        if (step.Event is TelnetEvent.AreYouThere) output.Write(new byte[128 * 1024]);
        return step;
    }

    private static TelnetStep RemembersWhatWasWrong(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output)
    {
        var step = TelnetPassage.Next(state, input, data, room, output);
        return step.Event is TelnetEvent.Malformed ? step with { State = step.State with { Terminal = new string('x', 8 * 1024) } } : step;
    }

    private static TelnetStep TellsOfTheSameEventAgain(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output)
    {
        var step = TelnetPassage.Next(state, input, new ArrayBufferWriter<byte>(), room, new ArrayBufferWriter<byte>());
        return step.Event is TelnetEvent.AbortOutput ? step with { State = state, Consumed = 0 } : TelnetPassage.Next(state, input, data, room, output);
    }

    private static TelnetStep TakesMoreThanThereIsRoomFor(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output) =>
        TelnetPassage.Next(state, input, data, room + 1, output);

    private static bool SaysCommands(ReadOnlySpan<byte> said, bool binary, bool afterReturn, IBufferWriter<byte> output)
    {
        if (said.IndexOf(TelnetCode.Iac) < 0) return TelnetPassage.Say(said, binary, afterReturn, output);
        output.Write(said);
        return false;
    }

    private static bool ForgetsWhatItSaid(ReadOnlySpan<byte> said, bool binary, bool afterReturn, IBufferWriter<byte> output) =>
        TelnetPassage.Say(said, binary, afterReturn: false, output);

    private static bool EndsTheReturnInBinary(ReadOnlySpan<byte> said, bool binary, bool afterReturn, IBufferWriter<byte> output)
    {
        if (afterReturn && binary) output.Write("\0"u8);
        return TelnetPassage.Say(said, binary, afterReturn: afterReturn && !binary, output);
    }
}
