namespace SocketGateway.Gateway.Commands;

/// <summary>What the program's exit code says. A supervisor restarts on 1, and not on 2, which a restart does not cure.</summary>
internal static class ExitCode
{
    /// <summary>It did what was asked.</summary>
    public const int Done = 0;

    /// <summary>It failed while running.</summary>
    public const int Failed = 1;

    /// <summary>Bad command line, bad configuration, or a port that cannot be bound.</summary>
    public const int BadConfiguration = 2;
}
