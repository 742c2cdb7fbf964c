using System.Globalization;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>vsftpd: anyone reads, and writes in one directory. Its own process and session processes, no log.</summary>
internal static class Vsftpd
{
    public const string Program = "/usr/sbin/vsftpd";

    /// <summary>Who serves anonymous clients.</summary>
    public const string SystemUser = "ftp";

    /// <summary>Why there is none on this machine; null when there is.</summary>
    public static string? Missing =>
        !File.Exists(Program) ? "vsftpd is not installed" : !Environment.IsPrivilegedProcess ? "vsftpd needs root" : null;

    public static ServerCommand Server(int port) => new(Program, [WriteSettings(port)], new Dictionary<string, string>(), FtpFiles.Root, port);

    /// <summary>Writes its settings beside the files and returns their path.</summary>
    private static string WriteSettings(int port)
    {
        var file = Path.Combine(FtpFiles.Base, string.Create(CultureInfo.InvariantCulture, $"vsftpd-{port}.conf"));
        File.WriteAllLines(file,
        [
            "background=NO", "listen=YES", "listen_address=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"listen_port={port}"),
            $"secure_chroot_dir={Directory.CreateDirectory(Path.Combine(FtpFiles.Base, "empty")).FullName}",
            "anonymous_enable=YES", "local_enable=NO", $"anon_root={FtpFiles.Root}", "anon_world_readable_only=NO", "no_anon_password=NO",
            "write_enable=YES", "anon_upload_enable=YES", "anon_other_write_enable=YES",
            "xferlog_enable=NO", "seccomp_sandbox=NO", "isolate=NO", "isolate_network=NO", "delay_failed_login=0", "delay_successful_login=0",
        ]);
        return file;
    }
}
