using System.Buffers;
using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>What the peer did, as far as a session must know.</summary>
public abstract record TelnetEvent
{
    private TelnetEvent()
    {
    }

    /// <summary>A finished line, without its end.</summary>
    /// <param name="Text">The line, at most 1024 UTF-16 units.</param>
    /// <param name="Hidden">It was typed unseen; then <see cref="object.ToString"/> does not show it.</param>
    /// <param name="Truncated">More was typed than a line holds, and dropped.</param>
    public sealed record Line(string Text, bool Hidden = false, bool Truncated = false) : TelnetEvent
    {
        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.Append("Text = ").Append(Hidden ? "(hidden)" : Text).Append(", Truncated = ").Append(Truncated);
            return true;
        }
    }

    /// <summary>A key, while keys are asked for (<see cref="TelnetInput.Keys"/>). One that sends an escape sequence is one key, ESC.</summary>
    /// <param name="Value">The character; control characters too.</param>
    public sealed record Key(Rune Value) : TelnetEvent;

    /// <summary>Data as it came, while it is not edited (<see cref="TelnetInput.Raw"/>).</summary>
    /// <param name="Bytes">Part of the input that <see cref="TelnetMachine.Next"/> was given, good for as long as that is; escapes are taken out, and an end of line
    /// is CR.</param>
    public sealed record Data(ReadOnlySequence<byte> Bytes) : TelnetEvent
    {
        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.Append(Bytes.Length).Append(" bytes");
            return true;
        }
    }

    /// <summary>Ctrl-C, or IAC IP; the unfinished line is gone.</summary>
    public sealed record Interrupt : TelnetEvent;

    /// <summary>IAC BRK; the unfinished line is gone.</summary>
    public sealed record Break : TelnetEvent;

    /// <summary>IAC AO: the peer wants no more of the present output.</summary>
    public sealed record AbortOutput : TelnetEvent;

    /// <summary>IAC AYT: some visible sign of life is due.</summary>
    public sealed record AreYouThere : TelnetEvent;

    /// <summary>Ctrl-D on an empty line.</summary>
    public sealed record EndOfInput : TelnetEvent;

    /// <summary>The size of the peer's window, first and whenever it changes (RFC 1073); 0 is unknown.</summary>
    /// <param name="Columns">Width in characters.</param>
    /// <param name="Rows">Height in characters.</param>
    public sealed record WindowSize(int Columns, int Rows) : TelnetEvent;

    /// <summary>The name of the peer's terminal (RFC 1091), printable ASCII, at most 40 characters.</summary>
    /// <param name="Name">As the peer wrote it.</param>
    public sealed record TerminalType(string Name) : TelnetEvent;

    /// <summary>The peer broke the protocol; the broken part was dropped, and the stream goes on behind it.</summary>
    /// <param name="Reason">What was wrong, with the RFC; never the peer's bytes.</param>
    public sealed record Malformed(string Reason) : TelnetEvent;
}
