namespace SocketGateway.Protocols.Telnet;

/// <summary>Codes of the options that are known here, and which side may perform them.</summary>
internal static class TelnetOption
{
    public const byte Binary = 0;
    public const byte Echo = 1;
    public const byte SuppressGoAhead = 3;
    public const byte TimingMark = 6;
    public const byte TerminalType = 24;
    public const byte WindowSize = 31;
    public const byte Charset = 42;

    /// <summary>May this end perform it, when the peer asks by DO?</summary>
    public static bool AcceptedFromUs(byte code) => code is Binary or Echo or SuppressGoAhead or Charset;

    /// <summary>May the peer perform it, when it offers by WILL? Not ECHO: two ends that echo each other never stop.</summary>
    public static bool AcceptedFromHim(byte code) => code is Binary or SuppressGoAhead or TerminalType or WindowSize or Charset;
}
