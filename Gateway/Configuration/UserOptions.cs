namespace SocketGateway.Gateway.Configuration;

/// <summary>One who may log in.</summary>
internal sealed record UserOptions
{
    /// <summary>What <c>hash-password</c> printed.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>The user's directory, below the root of an FTP service. Default null: the root itself.</summary>
    public string? Home { get; init; }

    /// <summary>The system user as whom the programs of Telnet services run for this one. Default null: the service's <c>RunAs</c>.</summary>
    public string? SystemUser { get; init; }

    /// <summary>What the user may do: <c>files</c>, <c>operator</c>, <c>login</c> (a program at a terminal), or words of your own services. Default none.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
