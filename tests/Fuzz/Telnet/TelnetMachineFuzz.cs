using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

public sealed class TelnetMachineFuzz() : FuzzTests(
    new TelnetMachineTarget(),
    [
        new(FuzzProperty.NeverThrows, new TelnetMachineTarget(IndexesPastTheEnd)),
        new(FuzzProperty.NeverThrows, new TelnetMachineTarget(StumblesOverKeys)),
        new(FuzzProperty.NeverThrows, new TelnetMachineTarget(StumblesOverTheCharset)),
        new(FuzzProperty.SameHoweverSplit, new TelnetMachineTarget(ForgetsTheReturn)),
        new(FuzzProperty.OutputBounded, new TelnetMachineTarget(AnswersWithAScreenfulOfBells)),
        new(FuzzProperty.MemoryBounded, new TelnetMachineTarget(RemembersEverything)),
        new(FuzzProperty.Progresses, new TelnetMachineTarget(TellsOfTheSameEventAgain)),
        new(FuzzProperty.WellFormed, new TelnetMachineTarget(EchoesPasswords)),
    ])
{
    private static TelnetStep IndexesPastTheEnd(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        if (step.Event is TelnetEvent.Malformed) _ = input.ToArray()[(int)step.Consumed + 2];
        return step;
    }

    private static TelnetStep StumblesOverKeys(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        if (step.Event is TelnetEvent.Key { Value.Value: var key }) ArgumentOutOfRangeException.ThrowIfGreaterThan(key, 0x7F);
        return step;
    }

    private static TelnetStep StumblesOverTheCharset(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        if (step.Event is TelnetEvent.Malformed { Reason: var reason }) ArgumentOutOfRangeException.ThrowIfEqual(reason.Contains("RFC 2066", StringComparison.Ordinal), true);
        return step;
    }

    private static TelnetStep ForgetsTheReturn(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        return step.Consumed == input.Length ? step with { State = step.State with { Line = step.State.Line with { AfterReturn = false } } } : step;
    }

    private static TelnetStep AnswersWithAScreenfulOfBells(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        if (step.Event is TelnetEvent.AreYouThere) output.Write(new byte[4 * 1024 * 1024]);
        return step;
    }

    private static TelnetStep RemembersEverything(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        return step with { State = step.State with { Terminal = step.State.Terminal + new string('x', 80 * (int)step.Consumed) } };
    }

    private static TelnetStep TellsOfTheSameEventAgain(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        return step.Event is TelnetEvent.Break ? step with { Consumed = 0 } : step;
    }

    private static TelnetStep EchoesPasswords(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        var step = TelnetMachine.Next(state, input, output);
        if (state.Line.Hidden && state.Echoes && step.Event is null) output.Write("QZ"u8);
        return step;
    }
}
