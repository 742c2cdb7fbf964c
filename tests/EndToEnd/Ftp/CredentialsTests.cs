using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>Secrets as systemd hands them to a service: a directory of files, each named as the environment variable would be.</summary>
public sealed class CredentialsTests : IDisposable
{
    private const string Credential = "handed over by systemd";
    private const string Environmental = "set in the environment";

    private readonly FtpHost _host = new();
    private readonly DirectoryInfo _credentials = Directory.CreateTempSubdirectory("credentials-");

    public CredentialsTests() =>
        File.WriteAllText(Path.Combine(_credentials.FullName, "SocketGateway__Users__alice__PasswordHash"), UserDirectory.Hash(Credential) + "\n");

    public void Dispose()
    {
        _credentials.Delete(recursive: true);
        _host.Dispose();
    }

    [Fact]
    public async Task A_credential_wins_over_the_file()
    {
        await using var gateway = await StartAsync();
        Assert.True(await LogsInAsync(gateway, Credential));
        Assert.False(await LogsInAsync(gateway, FtpHost.Password));
    }

    [Fact]
    public async Task The_environment_wins_over_a_credential()
    {
        await using var gateway = await StartAsync(("Users:alice:PasswordHash", UserDirectory.Hash(Environmental)));
        Assert.True(await LogsInAsync(gateway, Environmental));
        Assert.False(await LogsInAsync(gateway, Credential));
    }

    private Task<GatewayProcess> StartAsync(params (string Key, string Value)[] values) => GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = _host.SettingsFor("Ftp"),
        Values = values,
        Environment = new Dictionary<string, string> { ["CREDENTIALS_DIRECTORY"] = _credentials.FullName },
    });

    private static async Task<bool> LogsInAsync(GatewayProcess gateway, string password)
    {
        var run = await Shell.RunAsync("curl", ["-sS", "--max-time", "50", "--user", $"alice:{password}", $"ftp://127.0.0.1:{gateway.Table["files"]}/"]);
        const int LoginDenied = 67;
        Assert.Contains(run.ExitCode, new[] { 0, LoginDenied });
        return run.ExitCode == 0;
    }
}
