using System.Buffers;

namespace SocketGateway.Protocols.Telnet;

/// <summary>Applies the Q method to the options of a state, and says what it wants said.</summary>
internal static class Negotiation
{
    /// <summary>Refusals answered on one connection.</summary>
    public const int MaxRefusals = 64;

    /// <summary>This end wants to perform an option, or to stop.</summary>
    public static TelnetState AskUs(TelnetState state, byte option, bool enable, IBufferWriter<byte> output)
    {
        var (next, say) = QMethod.Ask(state.Options[option].Us, enable);
        return Us(state, option, next, say, output);
    }

    /// <summary>This end wants the peer to perform an option, or to stop.</summary>
    public static TelnetState AskHim(TelnetState state, byte option, bool enable, IBufferWriter<byte> output)
    {
        var (next, say) = QMethod.Ask(state.Options[option].Him, enable);
        return Him(state, option, next, say, output);
    }

    /// <summary>The peer sent WILL, WONT, DO or DONT.</summary>
    public static TelnetState Receive(TelnetState state, byte verb, byte option, IBufferWriter<byte> output)
    {
        if (option == TelnetOption.TimingMark && verb == TelnetCode.Do)
        {
            // Not a state but a question, answered each time (RFC 860): clients drop all output until the answer when a user interrupts.
            TelnetEncoder.Negotiate(TelnetCode.Will, option, output);
            return state;
        }
        var fromHim = verb is TelnetCode.Will or TelnetCode.Wont;
        var positive = verb is TelnetCode.Will or TelnetCode.Do;
        var acceptable = fromHim ? TelnetOption.AcceptedFromHim(option) : TelnetOption.AcceptedFromUs(option);
        var now = state.Options[option];
        var (next, say) = QMethod.Receive(fromHim ? now.Him : now.Us, positive, acceptable);
        if (positive && say == false && !acceptable)
        {
            if (state.Refusals >= MaxRefusals)
            {
                return state;
            }
            state = state with { Refusals = state.Refusals + 1 };
        }
        return fromHim ? Him(state, option, next, say, output) : Us(state, option, next, say, output);
    }

    private static TelnetState Us(TelnetState state, byte option, QState next, bool? say, IBufferWriter<byte> output)
    {
        if (say is { } yes)
        {
            TelnetEncoder.Negotiate(yes ? TelnetCode.Will : TelnetCode.Wont, option, output);
        }
        var now = state.Options[option];
        if (next == now.Us)
        {
            return state;
        }
        if (option == TelnetOption.Charset)
        {
            if (next == QState.Yes)
            {
                Charset.Ask(output);
            }
            state = state with { AwaitsCharset = next == QState.Yes };
        }
        return state with { Options = state.Options.With(option, now with { Us = next }) };
    }

    private static TelnetState Him(TelnetState state, byte option, QState next, bool? say, IBufferWriter<byte> output)
    {
        if (say is { } yes)
        {
            TelnetEncoder.Negotiate(yes ? TelnetCode.Do : TelnetCode.Dont, option, output);
        }
        var now = state.Options[option];
        if (next == now.Him)
        {
            return state;
        }
        if (option == TelnetOption.TerminalType && next == QState.Yes)
        {
            TelnetEncoder.AskTerminalType(output);
        }
        return state with { Options = state.Options.With(option, now with { Him = next }) };
    }
}
