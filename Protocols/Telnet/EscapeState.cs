namespace SocketGateway.Protocols.Telnet;

/// <summary>How far an escape sequence of the terminal has come (ECMA-48); it leaves nothing in the line, and any control character ends it.</summary>
public enum EscapeState
{
    /// <summary>None under way.</summary>
    None,

    /// <summary>After ESC.</summary>
    Escape,

    /// <summary>After ESC [.</summary>
    Sequence,

    /// <summary>Among the parameters of ESC [.</summary>
    Parameters,

    /// <summary>Before the last character: ESC O x, and the Linux console's ESC [ [ x.</summary>
    Last,

    /// <summary>In a string such as ESC ] ..., up to BEL or ESC \.</summary>
    Text,
}
