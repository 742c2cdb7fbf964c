using System.Buffers;

namespace SocketGateway.Protocols.Telnet;

/// <summary>
/// The TELNET protocol in front of a program that edits its own lines, such as a shell at a terminal (RFC 854): data passes, commands become the keys
/// that mean the same, options go on as in <see cref="TelnetMachine"/>, whose state it shares. It never throws on what a peer sends.
/// </summary>
public static class TelnetPassage
{
    private const byte InterruptKey = 0x03; // Ctrl-C
    private const byte EndOfFileKey = 0x04; // Ctrl-D
    private const byte KillKey = 0x15; // Ctrl-U
    private const byte SuspendKey = 0x1A; // Ctrl-Z
    private const byte QuitKey = 0x1C; // Ctrl-\
    private const byte EraseKey = 0x7F; // DEL

    // RFC 1184 section 2.5; they stand below the commands of RFC 854.
    private const byte EndOfFile = 236;
    private const byte Suspend = 237;
    private const byte Abort = 238;

    private static readonly SearchValues<byte> Special = SearchValues.Create(TelnetCode.Iac, (byte)'\r');

    /// <summary>Uses input up to the next event, until all that is complete is used, or until <paramref name="room"/> is full.</summary>
    /// <param name="state">Where the conversation stands.</param>
    /// <param name="input">What the peer sent and was not used yet.</param>
    /// <param name="data">Takes what the program is to read.</param>
    /// <param name="room">The most bytes that <paramref name="data"/> takes now.</param>
    /// <param name="output">Takes answers for the peer.</param>
    public static TelnetStep Next(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> data, int room, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(output);
        var consumed = 0L;
        while (true)
        {
            var rest = input.Slice(consumed);
            if (state.Skipping)
            {
                var (skipped, ended) = TelnetDecoder.Skip(rest);
                consumed += skipped;
                state = state with { Skipping = !ended };
                if (!ended) return new TelnetStep(state, null, consumed);
                continue;
            }

            if (room <= 0) return new TelnetStep(state, null, consumed);
            var token = TelnetDecoder.Read(rest);
            if (token.Kind == TelnetTokenKind.NeedMore) return new TelnetStep(state, null, consumed);
            if (token.Kind == TelnetTokenKind.Data)
            {
                (state, var used, var passed) = Pass(state, token.Payload, data, room);
                room -= passed;

                // Two counts: an escaped IAC takes two bytes and gives one.
                consumed += used == token.Payload.Length ? token.Consumed : used;
                continue;
            }

            consumed += token.Consumed;
            if (KeyOf(token, rest) is { } key)
            {
                data.Write<byte>([key]);
                room--;
                continue;
            }

            (state, var happened) = Handle(state, token, output);
            if (happened is not null) return new TelnetStep(state, happened, consumed);
        }
    }

    /// <summary>
    /// Writes what the program says, byte for byte: IAC is doubled, and, unless the option BINARY is on, a CR that no LF follows becomes CR NUL (RFC 854), as far as
    /// that can be told yet.
    /// </summary>
    /// <param name="said">What the program wrote.</param>
    /// <param name="binary">This end sends BINARY (RFC 856).</param>
    /// <param name="afterReturn">What the call before returned; at first false.</param>
    /// <param name="output">Takes the bytes for the peer.</param>
    /// <returns>Whether the last byte was a CR about which the next one decides.</returns>
    public static bool Say(ReadOnlySpan<byte> said, bool binary, bool afterReturn, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (said.IsEmpty) return afterReturn;

        // A peer that has been told of BINARY since would take the second half for data.
        if (afterReturn && !binary && said[0] != (byte)'\n') output.Write("\0"u8);
        while (!said.IsEmpty)
        {
            var plain = binary ? said.IndexOf(TelnetCode.Iac) : said.IndexOfAny(Special);
            if (plain < 0) plain = said.Length;
            output.Write(said[..plain]);
            said = said[plain..];
            if (said.IsEmpty) return false;
            if (said[0] == TelnetCode.Iac)
            {
                output.Write<byte>([TelnetCode.Iac, TelnetCode.Iac]);
            }
            else
            {
                output.Write("\r"u8);
                if (said.Length == 1) return true;
                if (said[1] != (byte)'\n') output.Write("\0"u8);
            }

            said = said[1..];
        }

        return false;
    }

    /// <summary>Each end of a line that the peer may send, CR LF and CR NUL, is the key Return: CR (RFC 854).</summary>
    private static (TelnetState State, long Used, int Passed) Pass(TelnetState state, in ReadOnlySequence<byte> payload, IBufferWriter<byte> data, int room)
    {
        var (used, passed) = (0L, 0);
        var binary = state.Options.Binary.Him == QState.Yes;
        var afterReturn = state.Line.AfterReturn;
        foreach (var segment in payload)
        {
            foreach (var value in segment.Span)
            {
                if (afterReturn && !binary && value is (byte)'\n' or 0)
                {
                    afterReturn = false;
                    used++;
                    continue;
                }

                if (passed == room) return (After(state, afterReturn), used, passed);
                data.Write<byte>([value]);
                afterReturn = value == (byte)'\r' && !binary;
                used++;
                passed++;
            }
        }

        return (After(state, afterReturn), used, passed);
    }

    private static TelnetState After(TelnetState state, bool afterReturn) =>
        state.Line.AfterReturn == afterReturn ? state : state with { Line = state.Line with { AfterReturn = afterReturn } };

    private static byte? KeyOf(in TelnetToken token, in ReadOnlySequence<byte> input) => token.Kind switch
    {
        TelnetTokenKind.Command => token.Code switch
        {
            TelnetCode.InterruptProcess or TelnetCode.Break => InterruptKey,
            TelnetCode.EraseCharacter => EraseKey,
            TelnetCode.EraseLine => KillKey,
            _ => KeyOf(token.Code),
        },
        TelnetTokenKind.Malformed when token.Consumed == 2 => KeyOf(input.Slice(1, 1).FirstSpan[0]),
        _ => null,
    };

    private static byte? KeyOf(byte code) => code switch
    {
        EndOfFile => EndOfFileKey,
        Suspend => SuspendKey,
        Abort => QuitKey,
        _ => null,
    };

    private static (TelnetState State, TelnetEvent? Event) Handle(TelnetState state, in TelnetToken token, IBufferWriter<byte> output)
    {
        switch (token.Kind)
        {
            case TelnetTokenKind.Malformed or TelnetTokenKind.TooLong:
                return (state with { Skipping = token.Kind == TelnetTokenKind.TooLong }, new TelnetEvent.Malformed(token.Reason!));
            case TelnetTokenKind.Negotiation:
                return (Negotiation.Receive(state, token.Code, token.Option, output), null);
            case TelnetTokenKind.Subnegotiation:
                return Subnegotiation.Receive(state, token.Payload, output);
            case TelnetTokenKind.Command when token.Code == TelnetCode.AbortOutput:
                return (state, new TelnetEvent.AbortOutput());
            case TelnetTokenKind.Command when token.Code == TelnetCode.AreYouThere:
                return (state, new TelnetEvent.AreYouThere());
            default:
                return (state, null);
        }
    }
}
