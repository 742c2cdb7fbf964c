using SocketGateway.Gateway.Pty;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Telnet.</summary>
internal sealed record TelnetServiceOptions
{
    /// <summary>How long a client may take to log in; then it is closed. Default 60 s.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a user who has logged in may type nothing; then the connection is closed. Default 15 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);

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

    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <summary>The faults of these values.</summary>
    public static IEnumerable<ConfigurationFault> Validate(TelnetServiceOptions options)
    {
        foreach (var (key, time) in new[] { (nameof(LoginTimeout), options.LoginTimeout), (nameof(IdleTimeout), options.IdleTimeout) })
        {
            if (time <= TimeSpan.Zero || time > Longest) yield return new ConfigurationFault(key, "must be above 0 and at most 49 days");
        }

        foreach (var fault in ProgramValidator.Validate(options)) yield return fault;
    }
}
