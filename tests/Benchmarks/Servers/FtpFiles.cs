using System.Diagnostics;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>
/// The directory that both FTP servers serve: a file to fetch, a place to put one. In memory where the machine has such a file system, so that no
/// disk is measured.
/// </summary>
internal static class FtpFiles
{
    public const string Download = "file", UploadFolder = "upload", Upload = "new";

    /// <summary>The gateway's user who may write, and the hash of this word, which is the password too.</summary>
    public const string Writer = "bench";
    public const string WriterHash = "AQAAAAIAAYagAAAAECJc7nPSzfJ+IKiny9+1GWXH2F9lsqzCtpTHKe7ukdRvHXArtHadCxb1Keuo6XYW9g==";

    private const string Memory = "/dev/shm";

    private static string? _base;

    /// <summary>The directory around <see cref="Root"/>.</summary>
    public static string Base => _base ??= Make();

    public static string Root => Path.Combine(Base, "root");

    /// <summary>Makes the file to fetch, or makes it again in this size.</summary>
    public static async Task MakeAsync(int bytes, CancellationToken stop)
    {
        var path = Path.Combine(Root, Download);
        if (File.Exists(path) && new FileInfo(path).Length == bytes) return;
        var piece = new byte[1 << 20];
        new Random(1).NextBytes(piece);
        await using var file = File.Create(path);
        for (var left = bytes; left > 0; left -= piece.Length)
            await file.WriteAsync(piece.AsMemory(0, Math.Min(left, piece.Length)), stop);
    }

    public static void Delete()
    {
        if (_base is not null)
            Directory.Delete(_base, recursive: true);
        _base = null;
    }

    private static string Make()
    {
        var parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        var made = Directory.CreateDirectory(Path.Combine(parent, $"ftp-benchmark-{Environment.ProcessId}")).FullName;
        var upload = Directory.CreateDirectory(Path.Combine(made, "root", UploadFolder)).FullName;
        if (Vsftpd.Missing is null)
        {
            using var chown = Process.Start("chown", [Vsftpd.SystemUser, upload]);
            chown.WaitForExit();
        }
        return made;
    }
}
