using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

public sealed class TelnetDecoderFuzz() : FuzzTests(
    new TelnetDecoderTarget(),
    [
        new(FuzzProperty.NeverThrows, new TelnetDecoderTarget(TakesTheCommandForGranted)),
        new(FuzzProperty.SameHoweverSplit, new TelnetDecoderTarget(SeesTheFirstSegmentOnly)),
        new(FuzzProperty.Progresses, new TelnetDecoderTarget(GivesOneByteAwayForEver)),
        new(FuzzProperty.MemoryBounded, new TelnetDecoderTarget(WaitsForTheEndOfWhatIsTooLong)),
        new(FuzzProperty.WellFormed, new TelnetDecoderTarget(TakesMoreThanThereIs)),
    ])
{
    private static TelnetToken TakesTheCommandForGranted(in ReadOnlySequence<byte> input) =>
        input is { IsEmpty: false } && input.FirstSpan[0] == TelnetCode.Iac && input.FirstSpan[1] == 0 ? default : TelnetDecoder.Read(input);

    private static TelnetToken SeesTheFirstSegmentOnly(in ReadOnlySequence<byte> input)
    {
        var token = TelnetDecoder.Read(input);
        return token.Kind == TelnetTokenKind.Subnegotiation && token.Payload.Length > input.FirstSpan.Length ? new(token.Kind, token.Consumed) : token;
    }

    private static TelnetToken GivesOneByteAwayForEver(in ReadOnlySequence<byte> input)
    {
        var token = TelnetDecoder.Read(input);
        return token.Kind == TelnetTokenKind.Subnegotiation ? new(TelnetTokenKind.TooLong, 0) { Reason = "again" } : token;
    }

    private static TelnetToken WaitsForTheEndOfWhatIsTooLong(in ReadOnlySequence<byte> input)
    {
        var token = TelnetDecoder.Read(input);
        return token.Kind == TelnetTokenKind.TooLong ? default : token;
    }

    private static TelnetToken TakesMoreThanThereIs(in ReadOnlySequence<byte> input)
    {
        var token = TelnetDecoder.Read(input);
        return token.Kind == TelnetTokenKind.Negotiation ? new(token.Kind, 4) { Code = token.Code } : token;
    }
}
