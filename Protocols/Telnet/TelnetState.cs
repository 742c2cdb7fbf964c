using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Telnet;

/// <summary>All that a TELNET conversation must remember between two reads: small, immutable, bounded, serializable. The default is the start.</summary>
public sealed record TelnetState
{
    /// <summary>Where each option stands.</summary>
    public TelnetOptions Options { get; init; } = new();

    /// <summary>The line being typed.</summary>
    public LineState Line { get; init; } = new();

    /// <summary>What becomes of data.</summary>
    public TelnetInput Input { get; init; }

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

    /// <summary>The same state with another prompt, which the caller writes, for everything not yet consumed.</summary>
    /// <param name="prompt">What stands to the left of the line.</param>
    /// <param name="hide">Typing is hidden: a password.</param>
    /// <param name="remember">Finished lines can be recalled by the arrow keys.</param>
    public TelnetState Expect(string prompt, bool hide = false, bool remember = false) =>
        this with { Line = Line with { Prompt = prompt, Hidden = hide, Remembers = remember } };

    /// <summary>The same state with typing shown or, for a password, hidden; for everything not yet consumed.</summary>
    public TelnetState HideInput(bool hide) => this with { Line = Line with { Hidden = hide } };
}
