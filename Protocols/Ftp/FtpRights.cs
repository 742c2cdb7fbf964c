using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>What a user may do with files and directories.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<FtpRights>))]
public enum FtpRights
{
    /// <summary>Nothing but look around: CWD, PWD.</summary>
    None = 0,

    /// <summary>List and retrieve.</summary>
    Read = 1,

    /// <summary>Store, replace and append; change times and modes; give another name, together with <see cref="Delete"/>.</summary>
    Write = 2,

    /// <summary>Delete files and directories; take a name away from one, together with <see cref="Write"/>.</summary>
    Delete = 4,

    /// <summary>Make directories.</summary>
    MakeDirectories = 8,

    /// <summary>All of these.</summary>
    All = Read | Write | Delete | MakeDirectories,
}
