using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>The command that a transfer serves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FtpTransferKind>))]
public enum FtpTransferKind
{
    /// <summary>RETR: a file goes to the client.</summary>
    Retr,

    /// <summary>STOR: a file comes from the client.</summary>
    Stor,

    /// <summary>APPE: bytes for the end of a file come from the client.</summary>
    Appe,

    /// <summary>STOU: a file comes from the client, under a name that the session chooses.</summary>
    Stou,

    /// <summary>LIST: lines as of <c>ls -l</c> go to the client.</summary>
    List,

    /// <summary>NLST: names go to the client.</summary>
    Nlst,

    /// <summary>MLSD: names with facts go to the client (RFC 3659 §7).</summary>
    Mlsd,
}
