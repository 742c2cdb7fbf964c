namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Telnet.</summary>
internal sealed record TelnetServiceOptions
{
    /// <summary>How long a client may take to log in; then it is closed. Default 60 s.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a user who has logged in may type nothing; then the connection is closed. Default 15 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The faults of these values.</summary>
    public static IEnumerable<ConfigurationFault> Validate(TelnetServiceOptions options)
    {
        if (options.LoginTimeout <= TimeSpan.Zero || options.LoginTimeout > Longest) yield return new ConfigurationFault(nameof(LoginTimeout), "must be above 0 and at most 49 days");
        if (options.IdleTimeout <= TimeSpan.Zero || options.IdleTimeout > Longest) yield return new ConfigurationFault(nameof(IdleTimeout), "must be above 0 and at most 49 days");
    }

    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);
}
