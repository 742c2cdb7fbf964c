namespace SocketGateway.Protocols.Ftp;

/// <summary>One line of a listing.</summary>
/// <param name="Name">Name without its directory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Time of the last change.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="CanWrite">Whether the user may change it; shown only.</param>
public readonly record struct FtpEntry(string Name, long Size, DateTimeOffset Modified, bool IsDirectory, bool CanWrite = true);
