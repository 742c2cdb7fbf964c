using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>The unfinished line, and those before it. <see cref="ToString"/> does not show it while it is hidden.</summary>
public sealed record LineState
{
    /// <summary>What was typed and not erased, at most 1024 UTF-16 units.</summary>
    public string Text { get; init; } = "";

    /// <summary>UTF-16 units of <see cref="Text"/> to the right of the cursor.</summary>
    public int Tail { get; init; }

    /// <summary>What stands to the left of the line, for drawing it again.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Nothing typed is echoed: a password.</summary>
    public bool Hidden { get; init; }

    /// <summary>Finished lines can be recalled. Never hidden ones, and not those of a login, where a password is soon typed in the wrong place.</summary>
    public bool Remembers { get; init; }

    /// <summary>More was typed than a line holds, and dropped.</summary>
    public bool Truncated { get; init; }

    /// <summary>The line ended by CR; a LF or NUL that follows belongs to that end.</summary>
    public bool AfterReturn { get; init; }

    /// <summary>Inside an escape sequence.</summary>
    public EscapeState Escape { get; init; }

    /// <summary>The number in that sequence.</summary>
    public int EscapeNumber { get; init; }

    /// <summary>The bytes of an unfinished UTF-8 sequence, first byte highest; 0 is none.</summary>
    public uint PartialRune { get; init; }

    /// <summary>Lines that can be recalled, the latest last, with a LF between two; at most 2048 UTF-16 units.</summary>
    public string History { get; init; } = "";

    /// <summary>Which of them is being edited, 1 is the latest; 0 is a new line.</summary>
    public int Recalled { get; init; }

    /// <summary>The new line while another one is being edited.</summary>
    public string Draft { get; init; } = "";

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Text = ").Append(Hidden ? "(hidden)" : Text).Append(", Hidden = ").Append(Hidden);
        return true;
    }
}
