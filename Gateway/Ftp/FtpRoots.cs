using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Makes the missing roots of FTP services, and what strangers may write to, before the first client comes; in a new one lies a file to fetch.</summary>
internal sealed class FtpRoots(GatewayStart start) : IHostedService
{
    private const string Welcome = """
        Welcome. This directory is served by SocketGateway over FTP.
        What you put here can be fetched; users with the role "files" can also send files.

        """;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var options in start.Options.HostedServices().Select(s => s.Value.Settings).OfType<FtpServiceOptions>())
        {
            var files = new FtpFileSystem(options.Root);
            if (files.CreateRoot()) await File.WriteAllTextAsync(Path.Combine(options.Root, "welcome.txt"), Welcome, cancellationToken);
            if (options.AnonymousUploads is { } uploads && FtpPath.TryResolve(FtpPath.Root, $"{options.AnonymousHome}/{uploads}", out var folder))
                files.CreateDirectories(folder);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
