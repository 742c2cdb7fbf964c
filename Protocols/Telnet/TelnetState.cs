using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Telnet;

/// <summary>All that a TELNET conversation must remember between two reads: small, immutable, bounded, serializable. The default is the start.</summary>
public sealed record TelnetState
{
    /// <summary>Where each option stands.</summary>
    public TelnetOptions Options { get; init; } = new();

    /// <summary>The line being typed.</summary>
    public LineState Line { get; init; } = new();

    /// <summary>Each key is a <see cref="TelnetEvent.Key"/> and is not echoed; else keys edit a line.</summary>
    public bool Keys { get; init; }

    /// <summary>This end has offered to echo for as long as a password is typed, to a peer that else echoes for itself.</summary>
    public bool EchoesToHide { get; init; }

    /// <summary>This end has asked which characters are used, and awaits the answer (RFC 2066).</summary>
    public bool AwaitsCharset { get; init; }

    /// <summary>Inside a subnegotiation that was too long, and is skipped up to its end.</summary>
    public bool Skipping { get; init; }

    /// <summary>Requests for unsupported options refused so far; after 64 no more are answered, so that no broken peer keeps a loop going.</summary>
    public int Refusals { get; init; }

    /// <summary>Width of the peer's window in characters; 0 is unknown.</summary>
    public int Columns { get; init; }

    /// <summary>Height of the peer's window in characters; 0 is unknown.</summary>
    public int Rows { get; init; }

    /// <summary>The peer's terminal; null until it has told.</summary>
    public string? Terminal { get; init; }

    /// <summary>The peer agreed that this end echoes (RFC 857).</summary>
    [JsonIgnore]
    public bool Echoes => Options.Echo.Us == QState.Yes;

    internal TelnetState HideInput(bool hide) => this with { Line = Line with { Hidden = hide } };
}
