namespace SocketGateway.Protocols.Telnet;

/// <summary>What the decoder found at the start of its input.</summary>
internal enum TelnetTokenKind
{
    /// <summary>The input ends inside a sequence; nothing is consumed.</summary>
    NeedMore,

    /// <summary>A broken sequence; what is consumed of it is to be dropped.</summary>
    Malformed,

    /// <summary>A subnegotiation above its limit; the rest of it is to be skipped.</summary>
    TooLong,

    /// <summary>Bytes of data, without escapes.</summary>
    Data,

    /// <summary>IAC and one code.</summary>
    Command,

    /// <summary>WILL, WONT, DO or DONT and an option.</summary>
    Negotiation,

    /// <summary>What stood between SB and SE, its IACs still doubled.</summary>
    Subnegotiation,
}
