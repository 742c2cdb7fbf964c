using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Something that the client asked for cannot be had.</summary>
internal sealed class FtpException(FtpFailure failure) : Exception(failure.ToString())
{
    private const int NoSpace = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT
    private const int FileTooLarge = 27; // EFBIG
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    public FtpFailure Failure => failure;

    /// <summary>What to tell the client about an error of the file system; null for errors that are not the file system's.</summary>
    public static FtpFailure? Explain(Exception error) => error switch
    {
        FtpException known => known.Failure,
        FileNotFoundException or DirectoryNotFoundException => FtpFailure.NotFound,
        UnauthorizedAccessException => FtpFailure.Denied,
        PathTooLongException => FtpFailure.NameNotAllowed,
        IOException { HResult: NoSpace or QuotaExceeded or FileTooLarge or WindowsDiskFull } => FtpFailure.StorageFull,
        IOException { HResult: WindowsSharingViolation } => FtpFailure.Busy,
        IOException => FtpFailure.IoError,
        _ => null,
    };
}
