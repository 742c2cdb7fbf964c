namespace SocketGateway.Protocols.Telnet;

/// <summary>What becomes of the data that a peer sends.</summary>
public enum TelnetInput
{
    /// <summary>It is edited, and gives <see cref="TelnetEvent.Line"/>.</summary>
    Lines,

    /// <summary>Each key is a <see cref="TelnetEvent.Key"/>; nothing is echoed.</summary>
    Keys,

    /// <summary>It is handed on as it comes, as <see cref="TelnetEvent.Data"/>; nothing is echoed.</summary>
    Raw,
}
