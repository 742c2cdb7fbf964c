namespace SocketGateway.Protocols.Telnet;

/// <summary>The commands that follow IAC (RFC 854).</summary>
internal static class TelnetCode
{
    public const byte EndSubnegotiation = 240;
    public const byte NoOperation = 241;
    public const byte DataMark = 242;
    public const byte Break = 243;
    public const byte InterruptProcess = 244;
    public const byte AbortOutput = 245;
    public const byte AreYouThere = 246;
    public const byte EraseCharacter = 247;
    public const byte EraseLine = 248;
    public const byte GoAhead = 249;
    public const byte Subnegotiation = 250;
    public const byte Will = 251;
    public const byte Wont = 252;
    public const byte Do = 253;
    public const byte Dont = 254;
    public const byte Iac = 255;
}
