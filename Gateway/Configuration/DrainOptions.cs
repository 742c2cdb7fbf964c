namespace SocketGateway.Gateway.Configuration;

/// <summary>How the process stops. A second signal ends it at once.</summary>
internal sealed record DrainOptions
{
    /// <summary>How long readiness says 503 before the listeners close. Default 5 s; 0 for at once, as it is when every listener is on
    /// loopback.</summary>
    public TimeSpan ReadyDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long sessions may take to end after that; the rest are reset. Default 30 s; 0 resets at once.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Idle connections are closed spread over this time, so that clients do not come back all at once. Default 10 s; 0 closes
    /// them together.</summary>
    public TimeSpan CloseSpread { get; init; } = TimeSpan.FromSeconds(10);
}
