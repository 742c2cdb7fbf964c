using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

/// <summary>The stream taken apart: data joined, everything else a note.</summary>
internal sealed class TelnetDecoderTarget(TelnetDecoderTarget.Reader? read = null) : FuzzTarget
{
    private const int LongestUnfinished = 515;

    private readonly Reader _read = read ?? TelnetDecoder.Read;

    internal delegate TelnetToken Reader(in ReadOnlySequence<byte> input);

    public override FuzzLimits Limits { get; } = new() { MaxHeld = LongestUnfinished, StepsPerByte = 2, AllocatedPerByte = 2048 };

    public override IReadOnlyList<byte[]> Tokens => TelnetTokens.All;

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var (input, skipping) = (new PendingInput(), false);
        foreach (var packet in packets)
        {
            input.Append(packet);
            while (true)
            {
                run.Step();
                if (skipping)
                {
                    var (skipped, ended) = TelnetDecoder.Skip(input.Sequence);
                    input.Consume(skipped);
                    skipping = !ended;
                    if (skipping) break;
                    continue;
                }

                var token = _read(input.Sequence);
                if (token.Kind == TelnetTokenKind.NeedMore) break;
                FuzzRun.Require(token.Consumed > 0 || token.Kind == TelnetTokenKind.TooLong, "a token of no bytes");
                Write(token, run);
                skipping = token.Kind == TelnetTokenKind.TooLong;
                input.Consume(token.Consumed);
            }

            run.Keeps(input.Length);
        }

        run.Note($"{input.Length} left, skipping {skipping}");
    }

    private static void Write(TelnetToken token, FuzzRun run)
    {
        FuzzRun.Require(token.Kind is TelnetTokenKind.Malformed or TelnetTokenKind.TooLong == token.Reason is not null, "a reason belongs to what is wrong, and only to that");
        if (token.Kind == TelnetTokenKind.Data)
        {
            foreach (var segment in token.Payload) run.Output.Write(segment.Span);
            return;
        }

        Span<byte> body = stackalloc byte[TelnetDecoder.MaxSubnegotiation];
        var length = token.Kind == TelnetTokenKind.Subnegotiation ? TelnetDecoder.Unescape(token.Payload, body) : 0;
        run.Note($"{token.Kind} {token.Code} {token.Option} {Convert.ToHexString(body[..length])} {token.Reason}");
    }
}
