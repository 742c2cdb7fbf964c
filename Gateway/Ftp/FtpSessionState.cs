using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>What an FTP session hands to the incarnation after it.</summary>
internal sealed record FtpSessionState
{
    /// <summary>The control connection.</summary>
    public FtpState Control { get; init; } = new();

    /// <summary>The channel of the data connection; 0 for none.</summary>
    public int Data { get; init; }

    /// <summary>Files received so far, so that each has a temporary name of its own.</summary>
    public int Uploads { get; init; }
}
