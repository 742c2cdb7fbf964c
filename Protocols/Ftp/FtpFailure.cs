namespace SocketGateway.Protocols.Ftp;

/// <summary>Why the session could not do what was asked; each has its reply code (RFC 959 §4.2, RFC 1123 §4.1.3.4).</summary>
public enum FtpFailure
{
    /// <summary>No such file or directory: 550.</summary>
    NotFound,

    /// <summary>The file system's permissions, or a link that leads out of the root: 550.</summary>
    Denied,

    /// <summary>The path is a directory or something else that cannot be transferred: 550.</summary>
    NotAFile,

    /// <summary>The path is not a directory: 550.</summary>
    NotADirectory,

    /// <summary>The directory has something in it: 550.</summary>
    NotEmpty,

    /// <summary>There is something of that name: 550, or 553 for an upload.</summary>
    Exists,

    /// <summary>The file is in use: 450.</summary>
    Busy,

    /// <summary>The file system does not take this name: 553.</summary>
    NameNotAllowed,

    /// <summary>The REST offset lies beyond the end of the file: 554.</summary>
    InvalidRestart,

    /// <summary>Disk or quota full: 452.</summary>
    StorageFull,

    /// <summary>Reading or writing failed: 451.</summary>
    IoError,

    /// <summary>This platform cannot do it: 504.</summary>
    NotSupported,

    /// <summary>So many logins are being checked that this one was not: 421, and the connection closes.</summary>
    TooManyLogins,

    /// <summary>No passive channel could be opened, or the client did not connect to it, or could not be reached, in time: 425.</summary>
    NoDataConnection,

    /// <summary>The data connection was reset, or no byte moved for too long: 426.</summary>
    ConnectionLost,
}
