using System.Buffers;

namespace SocketGateway.Protocols.Telnet;

/// <summary>Takes the stream apart (RFC 854, 855). Stateless: bytes of an unfinished sequence stay with the caller, 515 at most.</summary>
internal static class TelnetDecoder
{
    /// <summary>Bytes of a subnegotiation between SB and IAC SE, as they stand on the wire.</summary>
    public const int MaxSubnegotiation = 512;

    public static TelnetToken Read(in ReadOnlySequence<byte> input)
    {
        var reader = new SequenceReader<byte>(input);
        if (!reader.TryPeek(out var first))
        {
            return default;
        }
        if (first != TelnetCode.Iac)
        {
            var data = reader.TryReadTo(out ReadOnlySequence<byte> run, TelnetCode.Iac, advancePastDelimiter: false) ? run : input;
            return new(TelnetTokenKind.Data, data.Length) { Payload = data };
        }
        reader.Advance(1);
        if (!reader.TryRead(out var code))
        {
            return default;
        }
        return code switch
        {
            TelnetCode.Iac => new(TelnetTokenKind.Data, 2) { Payload = input.Slice(1, 1) },
            TelnetCode.Subnegotiation => ReadSubnegotiation(input, ref reader),
            >= TelnetCode.Will => reader.TryRead(out var option) ? new(TelnetTokenKind.Negotiation, 3) { Code = code, Option = option } : default,
            >= TelnetCode.EndSubnegotiation => new(TelnetTokenKind.Command, 2) { Code = code },
            _ => new(TelnetTokenKind.Malformed, 2) { Reason = "IAC before a byte that is no command (RFC 854)" },
        };
    }

    /// <summary>Skips the rest of a subnegotiation that was too long.</summary>
    /// <returns>Bytes to drop, and whether the end was among them.</returns>
    public static (long Consumed, bool Ended) Skip(in ReadOnlySequence<byte> input)
    {
        var reader = new SequenceReader<byte>(input);
        while (reader.TryAdvanceTo(TelnetCode.Iac, advancePastDelimiter: false))
        {
            if (!reader.TryPeek(1, out var code))
            {
                return (reader.Consumed, false);
            }
            if (code != TelnetCode.Iac)
            {
                // Any other command stands for itself: the peer has given the subnegotiation up.
                return (reader.Consumed + (code == TelnetCode.EndSubnegotiation ? 2 : 0), true);
            }
            reader.Advance(2);
        }
        return (input.Length, false);
    }

    /// <summary>Undoubles the IACs of a subnegotiation's body.</summary>
    /// <returns>The bytes written to <paramref name="body"/>, which must hold <see cref="MaxSubnegotiation"/>.</returns>
    public static int Unescape(in ReadOnlySequence<byte> payload, Span<byte> body)
    {
        var reader = new SequenceReader<byte>(payload);
        var length = 0;
        while (reader.TryRead(out var value))
        {
            if (value == TelnetCode.Iac)
            {
                reader.Advance(1);
            }
            body[length++] = value;
        }
        return length;
    }

    private static TelnetToken ReadSubnegotiation(in ReadOnlySequence<byte> input, ref SequenceReader<byte> reader)
    {
        var start = reader.Consumed;
        while (reader.TryRead(out var value))
        {
            var length = reader.Consumed - 1 - start;
            if (value == TelnetCode.Iac)
            {
                if (!reader.TryRead(out var code))
                {
                    return default;
                }
                if (code == TelnetCode.EndSubnegotiation)
                {
                    return new(TelnetTokenKind.Subnegotiation, reader.Consumed) { Payload = input.Slice(start, length) };
                }
                if (code != TelnetCode.Iac)
                {
                    return new(TelnetTokenKind.Malformed, start + length) { Reason = "subnegotiation without its end (RFC 855)" };
                }
            }
            if (reader.Consumed - start > MaxSubnegotiation)
            {
                return new(TelnetTokenKind.TooLong, start + length) { Reason = "subnegotiation longer than 512 bytes" };
            }
        }
        return default;
    }
}
