namespace SocketGateway.Protocols.Ftp;

/// <summary>One line of a listing.</summary>
/// <param name="Name">Name without its directory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Time of the last change.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="Mode">Permission bits; shown only.</param>
public readonly record struct FtpEntry(string Name, long Size, DateTimeOffset Modified, bool IsDirectory, UnixFileMode Mode = FtpEntry.Readable)
{
    /// <summary>Read by all, written by the owner: what is shown where there are no such bits.</summary>
    public const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
}
