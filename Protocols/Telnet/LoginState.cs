namespace SocketGateway.Protocols.Telnet;

/// <summary>A login as a value; the default is its start. It never holds a password.</summary>
public sealed record LoginState
{
    /// <summary>What is awaited, or how it ended.</summary>
    public LoginStage Stage { get; init; }

    /// <summary>The name given, once <see cref="Stage"/> is past it; proven when it is <see cref="LoginStage.Accepted"/>.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Attempts that failed.</summary>
    public int Failures { get; init; }
}
