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

    /// <summary>The role of those who get a program at a terminal.</summary>
    public const string LoginRole = "login";

    /// <summary>The system user as whom programs run for this one; null for the service's.</summary>
    public string? SystemUser { get; init; }

    /// <summary>Whether the user gets a program at a terminal.</summary>
    public bool MayLogIn => Roles.Contains(LoginRole);

    /// <summary>Whether the user may see and end connections.</summary>
    public bool IsOperator => Roles.Contains(OperatorRole);
}
