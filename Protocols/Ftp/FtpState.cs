using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>
/// All that an FTP session remembers from one command to the next, also in mid-transfer. An immutable value for System.Text.Json,
/// some hundred bytes as a rule and below 64 KiB however long and strange the names; it never holds a password.
/// </summary>
public sealed record FtpState
{
    /// <summary>Longest name of a user, in characters.</summary>
    public const int MaxUserLength = 256;

    /// <summary>The client's address, the only one that active mode connects to (RFC 2577 §3).</summary>
    public string Client { get; init; } = "";

    /// <summary>Whether the control connection is encrypted.</summary>
    public bool Secure { get; init; }

    /// <summary>Whether PBSZ was given, without which there is no PROT (RFC 4217 §8).</summary>
    public bool BufferSizeSet { get; init; }

    /// <summary>Whether data connections are encrypted: PROT P.</summary>
    public bool PrivateData { get; init; }

    /// <summary>How far the login has come.</summary>
    public FtpLogin Login { get; init; }

    /// <summary>Name given by USER.</summary>
    public string? User { get; init; }

    /// <summary>Whether the one who is logged in is a stranger.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The directory below the service's root that this user sees as <c>/</c>; a normalized path.</summary>
    public string Base { get; init; } = FtpPath.Root;

    /// <summary>What the user may do. See <see cref="FtpPolicy.AnonymousUploads"/> for strangers.</summary>
    public FtpRights Rights { get; init; }

    /// <summary>Failed logins of this connection; USER, REIN and AUTH do not forget them.</summary>
    public int FailedLogins { get; init; }

    /// <summary>Working directory, a normalized virtual path.</summary>
    public string Directory { get; init; } = FtpPath.Root;

    /// <summary>Type of the transfers to come.</summary>
    public FtpType Type { get; init; }

    /// <summary>Facts that MLST and MLSD show.</summary>
    public FtpFacts Facts { get; init; } = FtpFacts.All;

    /// <summary>Offset given by REST, for the next transfer command only.</summary>
    public long Restart { get; init; }

    /// <summary>Path given by RNFR, for the very next command only.</summary>
    public string? RenameFrom { get; init; }

    /// <summary>After EPSV ALL: no other way to a data connection is accepted (RFC 2428 §4).</summary>
    public bool ExtendedPassiveOnly { get; init; }

    /// <summary>Whether a passive channel was opened for the next transfer command. It serves one, whatever the outcome.</summary>
    public bool Passive { get; init; }

    /// <summary>The client's port for the next transfer command, given by PORT or EPRT, for one like a passive channel; 0: none.</summary>
    public int ActivePort { get; init; }

    /// <summary>The transfer asked for or under way.</summary>
    public FtpTransfer? Transfer { get; init; }

    /// <summary>Whether the control connection is about to close.</summary>
    public FtpClosing Closing { get; init; }

    /// <summary>Whether the control connection is IPv6, so that PASV and PORT cannot be used (RFC 2428 §1).</summary>
    [JsonIgnore]
    public bool Ipv6 => Client.Contains(':', StringComparison.Ordinal);

    /// <summary>This state with the transfer's new position: to be committed together with the bytes that it counts.</summary>
    /// <param name="offset">See <see cref="FtpTransfer.Offset"/>.</param>
    /// <param name="afterCr">See <see cref="FtpTransfer.AfterCr"/>.</param>
    /// <exception cref="InvalidOperationException">No transfer is under way.</exception>
    public FtpState Advance(long offset, bool afterCr = false) => Transfer is null
        ? throw new InvalidOperationException("No transfer is under way.")
        : this with { Transfer = Transfer with { Offset = offset, AfterCr = afterCr } };
}
