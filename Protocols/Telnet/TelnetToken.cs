using System.Buffers;

namespace SocketGateway.Protocols.Telnet;

/// <summary>One unit of the stream.</summary>
/// <param name="kind">What it is.</param>
/// <param name="consumed">Bytes of the input that it took.</param>
internal readonly struct TelnetToken(TelnetTokenKind kind, long consumed)
{
    public TelnetTokenKind Kind { get; } = kind;

    public long Consumed { get; } = consumed;

    /// <summary>The command or the verb.</summary>
    public byte Code { get; init; }

    /// <summary>The option of a negotiation.</summary>
    public byte Option { get; init; }

    /// <summary>The data, or the body of a subnegotiation.</summary>
    public ReadOnlySequence<byte> Payload { get; init; }

    /// <summary>Why it is malformed or too long.</summary>
    public string? Reason { get; init; }
}
