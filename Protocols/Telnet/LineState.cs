using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>The unfinished line. <see cref="ToString"/> does not show it while it is hidden.</summary>
public sealed record LineState
{
    /// <summary>What was typed and not erased, at most 1024 UTF-16 units.</summary>
    public string Text { get; init; } = "";

    /// <summary>Nothing typed is echoed: a password.</summary>
    public bool Hidden { get; init; }

    /// <summary>More was typed than a line holds, and dropped.</summary>
    public bool Truncated { get; init; }

    /// <summary>The line ended by CR; a LF or NUL that follows belongs to that end.</summary>
    public bool AfterReturn { get; init; }

    /// <summary>Inside an escape sequence.</summary>
    public EscapeState Escape { get; init; }

    /// <summary>The bytes of an unfinished UTF-8 sequence, first byte highest; 0 is none.</summary>
    public uint PartialRune { get; init; }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Text = ").Append(Hidden ? "(hidden)" : Text).Append(", Hidden = ").Append(Hidden);
        return true;
    }
}
