using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Telnet;

/// <summary>Where a remote login stands. A password is in it only while it is being typed, as part of the unfinished line.</summary>
[StateVersion(1)]
internal sealed record TelnetSessionState
{
    /// <summary>Options, window and the line being typed.</summary>
    public TelnetState Telnet { get; init; } = new();

    /// <summary>The dialogue of the login.</summary>
    public LoginState Login { get; init; } = new();

    /// <summary>The answer to a failed login until it may be shown; while there is one, input is left where it is.</summary>
    public string? Withheld { get; init; }

    /// <summary>The user whose right password is answered late, as the name is under attack.</summary>
    public string? Accepted { get; init; }

    /// <summary>What is shown instead of a prompt; null for a prompt.</summary>
    public ConsoleView? View { get; init; }

    /// <summary>The name of the user who has logged in, as configured.</summary>
    public string? User { get; init; }

    /// <summary>A program was started for the user; it lived in one incarnation.</summary>
    public bool Program { get; init; }

    /// <summary>The role in which the user is served.</summary>
    public string? Role { get; init; }
}
