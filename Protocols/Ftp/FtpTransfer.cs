namespace SocketGateway.Protocols.Ftp;

/// <summary>A transfer that was asked for or is under way; all that a replacing session needs to go on with it.</summary>
/// <param name="Kind">The command that it serves.</param>
/// <param name="Path">Normalized virtual path of the file or directory.</param>
/// <param name="Type">Representation of the bytes; listings are always ASCII.</param>
public sealed record FtpTransfer(FtpTransferKind Kind, string Path, FtpType Type)
{
    /// <summary>RETR: next byte of the file to read. STOR: bytes written to the temporary file. LIST, NLST: entries already sent.</summary>
    public long Offset { get; init; }

    /// <summary>State of <see cref="FtpAscii"/> at <see cref="Offset"/>.</summary>
    public bool AfterCr { get; init; }

    /// <summary>Whether 150 was sent. A transfer that has not started is waiting for the session's verdict on the path.</summary>
    public bool Started { get; init; }

    /// <summary>STOR: name of the file that the bytes go to until all have come; chosen by the session.</summary>
    public string? Temporary { get; init; }

    /// <summary>LIST, NLST: when set, only names that match it are listed, see <see cref="FtpListing.Matches"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>NLST: stands before each name, so that the client can use the names in RETR (RFC 1123 §4.1.2.7).</summary>
    public string Prefix { get; init; } = "";
}
