namespace SocketGateway.Protocols.Telnet;

/// <summary>The options that are known here; every other option is off for good.</summary>
public sealed record TelnetOptions
{
    /// <summary>TRANSMIT-BINARY (RFC 856): accepted from either side when the peer asks.</summary>
    public OptionState Binary { get; init; }

    /// <summary>ECHO (RFC 857): on this side, the server echoes; never on the peer's.</summary>
    public OptionState Echo { get; init; }

    /// <summary>SUPPRESS-GO-AHEAD (RFC 858), both sides.</summary>
    public OptionState SuppressGoAhead { get; init; }

    /// <summary>TERMINAL-TYPE (RFC 1091), performed by the peer.</summary>
    public OptionState TerminalType { get; init; }

    /// <summary>NAWS, the size of the window (RFC 1073), performed by the peer.</summary>
    public OptionState WindowSize { get; init; }

    /// <summary>CHARSET (RFC 2066): accepted from either side when the peer asks; what is agreed is UTF-8, or its subset.</summary>
    public OptionState Charset { get; init; }

    internal OptionState this[byte code] => code switch
    {
        TelnetOption.Binary => Binary,
        TelnetOption.Echo => Echo,
        TelnetOption.SuppressGoAhead => SuppressGoAhead,
        TelnetOption.TerminalType => TerminalType,
        TelnetOption.WindowSize => WindowSize,
        TelnetOption.Charset => Charset,
        _ => default,
    };

    internal TelnetOptions With(byte code, OptionState state) => code switch
    {
        TelnetOption.Binary => this with { Binary = state },
        TelnetOption.Echo => this with { Echo = state },
        TelnetOption.SuppressGoAhead => this with { SuppressGoAhead = state },
        TelnetOption.TerminalType => this with { TerminalType = state },
        TelnetOption.WindowSize => this with { WindowSize = state },
        TelnetOption.Charset => this with { Charset = state },
        _ => this,
    };
}
