namespace SocketGateway.Protocols.Telnet;

/// <summary>What keys beside characters do to the line.</summary>
internal enum EditKey
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One character to the left.</summary>
    Left,

    /// <summary>One character to the right.</summary>
    Right,

    /// <summary>To the start of the line.</summary>
    Start,

    /// <summary>To its end.</summary>
    End,

    /// <summary>Erase the character at the cursor.</summary>
    Delete,

    /// <summary>Erase from the cursor on.</summary>
    DeleteToEnd,

    /// <summary>The line before, of those that can be recalled.</summary>
    Earlier,

    /// <summary>The line after it.</summary>
    Later,
}
