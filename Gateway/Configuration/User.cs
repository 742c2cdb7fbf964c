namespace SocketGateway.Gateway.Configuration;

/// <summary>One who has logged in.</summary>
/// <param name="Name">The login name as configured.</param>
/// <param name="Home">The directory below the root of an FTP service; null for the root itself.</param>
/// <param name="Roles">What the user may do.</param>
internal sealed record User(string Name, string? Home, IReadOnlySet<string> Roles)
{
    /// <summary>The role of those who may see and end connections.</summary>
    public const string OperatorRole = "operator";

    /// <summary>The role of those who may write files.</summary>
    public const string FilesRole = "files";

    /// <summary>Whether the user may see and end connections.</summary>
    public bool IsOperator => Roles.Contains(OperatorRole);
}
