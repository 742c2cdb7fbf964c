namespace SocketGateway.Gateway.Pty;

/// <summary>What to run for one login.</summary>
/// <param name="Service">The configured name of the service.</param>
/// <param name="UserName">Who logged in, as configured.</param>
/// <param name="RunAs">As whom the program runs.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record ProgramStart(string Service, string UserName, SystemUser RunAs, IReadOnlyList<string> Command)
{
    /// <summary>Where it starts; null for the home directory, or the root where there is none.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Further variables, which win over those of a login.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The client's terminal, for <c>TERM</c>.</summary>
    public string Terminal { get; init; } = TerminalName.Unknown;

    /// <summary>The size of the client's window; 0 is unknown.</summary>
    public (int Columns, int Rows) Window { get; init; }
}
