using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>
/// A vsftpd of its own on loopback. Who may write logs in as the user ftp, with a password out of a list, which needs no account of the system.
/// </summary>
internal sealed class Vsftpd : IAsyncDisposable
{
    public const string User = "ftp";
    public const string Password = "correct horse";

    /// <summary>It ends by then, even if nobody is left to end it.</summary>
    private const string LongestLife = "900";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private Vsftpd(Process process, DirectoryInfo directory, int port) => (_process, _directory, Port) = (process, directory, port);

    /// <summary>Why there is none on this machine; null when there is.</summary>
    public static string? Missing =>
        !File.Exists("/usr/sbin/vsftpd") ? "vsftpd is not installed" : !Environment.IsPrivilegedProcess ? "vsftpd needs root" : null;

    public int Port { get; }

    /// <param name="root">What is served.</param>
    /// <param name="canWrite">Whether <see cref="User"/> logs in and may write below <c>area</c>; else anyone logs in as anonymous and reads.</param>
    public static async Task<Vsftpd> StartAsync(string root, bool canWrite)
    {
        var port = FreePorts.Find().Offset + 21;
        var directory = Directory.CreateTempSubdirectory("vsftpd-");
        var settings = Path.Combine(directory.FullName, "vsftpd.conf");
        var passwords = Path.Combine(directory.FullName, "passwords");
        await File.WriteAllTextAsync(passwords, Password + "\n");
        await File.WriteAllTextAsync(settings, string.Concat(Settings(root, port, canWrite, directory, passwords).Select(line => line + "\n")));
        var process = Process.Start(new ProcessStartInfo("timeout", ["-k", "5", LongestLife, "/usr/sbin/vsftpd", settings]))!;
        var vsftpd = new Vsftpd(process, directory, port);
        try
        {
            await Eventually.Async(() => vsftpd.IsUpAsync(), StartPatience, "vsftpd listens");
            return vsftpd;
        }
        catch
        {
            await vsftpd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static IEnumerable<string> Settings(string root, int port, bool canWrite, DirectoryInfo directory, string passwords) =>
    [
        "background=NO", "listen=YES", "listen_address=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"listen_port={port}"),
        "seccomp_sandbox=NO", "isolate=NO", "isolate_network=NO", "xferlog_enable=NO",
        $"secure_chroot_dir={directory.CreateSubdirectory("empty").FullName}",
        "anonymous_enable=YES", "local_enable=YES", $"anon_root={root}", "anon_world_readable_only=NO", "anon_umask=022",
        "ascii_upload_enable=YES", "ascii_download_enable=YES", "async_abor_enable=YES", "ls_recurse_enable=NO", "use_localtime=NO",
        "delay_failed_login=0", "delay_successful_login=0", "max_login_fails=3",
        .. canWrite
            ? (string[])
            [
                "write_enable=YES", "anon_upload_enable=YES", "anon_mkdir_write_enable=YES", "anon_other_write_enable=YES",
                "secure_email_list_enable=YES", $"email_password_file={passwords}",
            ]
            : ["write_enable=NO"],
    ];

    private async Task<bool> IsUpAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"vsftpd ended with {_process.ExitCode}");
        try
        {
            return await TestClient.CanConnectAsync(Port);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
