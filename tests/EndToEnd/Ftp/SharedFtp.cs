using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>The built program serving FTP, for the tests of a class.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class SharedFtp : IAsyncLifetime
#pragma warning restore CA1001
{
    public int Port => Process.Table["files"];

    internal FtpHost Host { get; } = new();

    internal GatewayProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Host.SettingsFor("Ftp") });

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        Host.Dispose();
    }
}
