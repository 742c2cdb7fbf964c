using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Something that the client asked for cannot be had.</summary>
internal sealed class FtpException(FtpFailure failure) : Exception(failure.ToString())
{
    private const int AlreadyExists = 17; // EEXIST
    private const int IsADirectory = 21; // EISDIR
    private const int FileTooLarge = 27; // EFBIG
    private const int NoSpace = 28; // ENOSPC
    private const int ReadOnlyFiles = 30; // EROFS
    private const int NameTooLong = 36; // ENAMETOOLONG
    private const int NotEmpty = 39; // ENOTEMPTY
    private const int BadName = 84; // EILSEQ
    private const int TooManyLinks = 40; // ELOOP
    private const int QuotaExceeded = 122; // EDQUOT
    private const int WindowsFileExists = unchecked((int)0x80070050);
    private const int WindowsAlreadyExists = unchecked((int)0x800700B7);
    private const int WindowsNotEmpty = unchecked((int)0x80070091);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    public FtpFailure Failure => failure;

    /// <summary>What to tell the client about an error of the file system; null for errors that are not the file system's.</summary>
    public static FtpFailure? Explain(Exception error) => error switch
    {
        FtpException known => known.Failure,
        FileNotFoundException or DirectoryNotFoundException or IOException { HResult: TooManyLinks } => FtpFailure.NotFound,
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFiles } => FtpFailure.Denied,
        PathTooLongException or IOException { HResult: NameTooLong or BadName } => FtpFailure.NameNotAllowed,
        IOException { HResult: NoSpace or QuotaExceeded or FileTooLarge or WindowsDiskFull } => FtpFailure.StorageFull,
        IOException { HResult: AlreadyExists or WindowsFileExists or WindowsAlreadyExists } => FtpFailure.Exists,
        IOException { HResult: NotEmpty or WindowsNotEmpty } => FtpFailure.NotEmpty,
        IOException { HResult: IsADirectory } => FtpFailure.NotAFile,
        IOException { HResult: WindowsSharingViolation } => FtpFailure.Busy,
        PlatformNotSupportedException => FtpFailure.NotSupported,
        IOException => FtpFailure.IoError,
        _ => null,
    };
}
