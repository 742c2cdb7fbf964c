using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>A transfer that was asked for or is under way; all that a replacing session needs to go on with it.</summary>
/// <param name="Kind">The command that it serves.</param>
/// <param name="Path">Normalized virtual path of the file or directory; of STOU the name to begin with until it has started.</param>
/// <param name="Type">Representation of the bytes; listings are always ASCII.</param>
public sealed record FtpTransfer(FtpTransferKind Kind, string Path, FtpType Type)
{
    /// <summary>RETR: next byte of the file to read. Uploads: next byte of the file to write. Listings: entries already sent.</summary>
    public long Offset { get; init; }

    /// <summary>Uploads: where the first byte went, more than 0 for APPE and after REST.</summary>
    public long Start { get; init; }

    /// <summary>State of <see cref="FtpAscii"/> at <see cref="Offset"/>.</summary>
    public bool AfterCr { get; init; }

    /// <summary>Whether 150 was sent. A transfer that has not started is waiting for the session's verdict on the path.</summary>
    public bool Started { get; init; }

    /// <summary>Uploads: name of the file that the bytes go to until all have come; null when they go to the file itself, which existed before.</summary>
    public string? Temporary { get; init; }

    /// <summary>Uploads: no file of this name may exist.</summary>
    public bool MustBeNew { get; init; }

    /// <summary>Listings: when set, only names that match it are listed, see <see cref="FtpListing.Matches"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>NLST: stands before each name, so that the client can use the names in RETR (RFC 1123 §4.1.2.7).</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether bytes come from the client.</summary>
    [JsonIgnore]
    public bool IsUpload => Kind is FtpTransferKind.Stor or FtpTransferKind.Appe or FtpTransferKind.Stou;

    /// <summary>Whether it is a listing.</summary>
    [JsonIgnore]
    public bool IsListing => Kind is FtpTransferKind.List or FtpTransferKind.Nlst or FtpTransferKind.Mlsd;
}
