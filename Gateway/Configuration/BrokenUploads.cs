namespace SocketGateway.Gateway.Configuration;

/// <summary>What becomes of an FTP upload that breaks off.</summary>
internal enum BrokenUploads
{
    /// <summary>It is as if it had never been; a file that it continued ends where it did before.</summary>
    Remove,

    /// <summary>What has come stands under the file's name, so that REST or APPE can go on with it.</summary>
    Keep,
}
