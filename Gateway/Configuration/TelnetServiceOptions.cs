namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Telnet.</summary>
internal sealed record TelnetServiceOptions
{
    /// <summary>The program that users with the role <c>login</c> get at a terminal of their own, and its arguments; the program by its full path. Default none: the
    /// operator's console.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The system user as whom the program runs, unless <see cref="UserOptions.SystemUser"/> says otherwise. Default null: the gateway's own, which must not be
    /// root. Any other than its own needs a gateway that runs as root.</summary>
    public string? RunAs { get; init; }

    /// <summary>Where the program starts. Default null: the system user's home.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables for the program besides those of a login. Nothing is handed down from the gateway's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Programs that may run at once. Default 100; further logins are turned away.</summary>
    public int MaxPrograms { get; init; } = 100;

    /// <summary>Programs that may run at once for one user. Default 10.</summary>
    public int MaxProgramsPerUser { get; init; } = 10;

    /// <summary>Whether logins lead to a program.</summary>
    public bool HasProgram => Command.Count > 0;
}
