using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Makes the missing roots of FTP services before the first client comes; in a new one lies a file to fetch.</summary>
internal sealed class FtpRoots(GatewayStart start) : IHostedService
{
    private const string Welcome = """
        Welcome. This directory is served by SocketGateway over FTP.
        What you put here can be fetched; users with the role "files" can also send files.

        """;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var root in start.Options.Services.Values.Select(s => s.Settings).OfType<FtpServiceOptions>().Select(o => o.Root).Distinct())
        {
            if (new FtpFileSystem(root).CreateRoot()) await File.WriteAllTextAsync(Path.Combine(root, "welcome.txt"), Welcome, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
