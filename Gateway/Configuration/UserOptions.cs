namespace SocketGateway.Gateway.Configuration;

/// <summary>One who may log in.</summary>
internal sealed record UserOptions
{
    /// <summary>What <c>hash-password</c> printed.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>The user's directory, below the root of an FTP service. Default null: the root itself.</summary>
    public string? Home { get; init; }

    /// <summary>What the user may do: <c>files</c>, <c>operator</c>, or words of your own services. Default none.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
