namespace SocketGateway.Gateway.Configuration;

/// <summary>What failed logins cost, over all services together.</summary>
internal sealed record LoginOptions
{
    /// <summary>How long the answer to a failed login waits. Default 1 s; 0 answers at once.</summary>
    public TimeSpan FailureDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failures from one client address, with less than <see cref="LockOutTime"/> between two, after which it is locked out. Default
    /// 10; 0 never.</summary>
    public int LockOutAfter { get; init; } = 10;

    /// <summary>How long an address stays locked out after its last failure, and how long failures are remembered. Default 5 min.</summary>
    public TimeSpan LockOutTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Failures for one user name, from wherever, after which its logins, right or wrong, wait longer: <see cref="FailureDelay"/>
    /// doubled with each further failure. Default 5; 0 never.</summary>
    public int SlowAfter { get; init; } = 5;

    /// <summary>The longest such wait. Default 10 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);
}
