using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Facts of MLST and MLSD that a client can choose by OPTS MLST (RFC 3659 §7.5, §7.9).</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<FtpFacts>))]
public enum FtpFacts
{
    /// <summary>Names alone.</summary>
    None = 0,

    /// <summary>type: file or dir.</summary>
    Type = 1,

    /// <summary>size: bytes of a file.</summary>
    Size = 2,

    /// <summary>modify: time of the last change, in UTC.</summary>
    Modify = 4,

    /// <summary>perm: what this user may do with it.</summary>
    Perm = 8,

    /// <summary>UNIX.mode: permission bits, octal.</summary>
    UnixMode = 16,

    /// <summary>All that there are, which is where a connection begins.</summary>
    All = Type | Size | Modify | Perm | UnixMode,
}
