using System.Text.Json;
using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>The built program serving one directory three times: in clear text, with AUTH TLS, and with TLS from the first byte.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class FilesGateway : IAsyncLifetime
#pragma warning restore CA1001
{
    internal const string User = "alice";
    internal const string Password = "correct-horse";

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("ftp-clients-");
    private int _folders;

    internal GatewayProcess Process { get; private set; } = null!;

    internal TestCertificate Certificate { get; private set; } = null!;

    internal string Root => Path.Combine(_base.FullName, "root");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Root);
        Certificate = new TestCertificate(_base.FullName);
        Process = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Settings(), Values = [("Telemetry:Console", "Off")] });
    }

    public async Task DisposeAsync()
    {
        if (Process is not null) await Process.DisposeAsync();
        _base.Delete(recursive: true);
    }

    internal int Port(FtpSecurity security) => Process.Table[ServiceOf(security)];

    /// <summary>Scheme, host and port for clients that take URLs; explicit TLS has the scheme of clear text.</summary>
    internal string Url(FtpSecurity security) => $"{(security == FtpSecurity.Implicit ? "ftps" : "ftp")}://127.0.0.1:{Port(security)}";

    /// <summary>A directory of its own for a test: below the root, and for the client.</summary>
    internal (string Served, string Local) Folders(string name)
    {
        var (served, local) = (Path.Combine(Root, $"{name}{++_folders}"), Path.Combine(_base.FullName, $"{name}{_folders}"));
        Directory.CreateDirectory(served);
        Directory.CreateDirectory(local);
        return (served, local);
    }

    /// <summary>What a script of the shell prints, errors included. It has succeeded if its last command has.</summary>
    internal static async Task<string> RunAsync(string script, string directory, int seconds = 120)
    {
        var environment = new KeyValuePair<string, string>[] { new("HOME", directory), new("LC_ALL", "C.UTF-8") };
        var limited = $"exec 2>&1\n{script}";
        var result = await Shell.RunAsync("timeout", ["-k", "5", $"{seconds}", "bash", "-c", limited], environment, directory: directory, patience: TimeSpan.FromSeconds(seconds + 10));
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Output}");
        return result.Output;
    }

    private static string ServiceOf(FtpSecurity security) => $"files-{security.ToString().ToLowerInvariant()}";

    private string Settings()
    {
        JsonObject listeners = [], services = [];
        foreach (var security in Enum.GetValues<FtpSecurity>())
        {
            var listener = new JsonObject { ["Port"] = 0, ["Address"] = "127.0.0.1", ["Service"] = ServiceOf(security) };
            if (security != FtpSecurity.None)
            {
                listener["Tls"] = new JsonObject
                {
                    ["Mode"] = security == FtpSecurity.Explicit ? "StartTls" : "Implicit",
                    [nameof(Certificate)] = new JsonObject { ["Path"] = Certificate.File, ["KeyPath"] = Certificate.KeyFile },
                };
            }

            listeners[security.ToString()] = listener;
            services[ServiceOf(security)] = new JsonObject { ["Type"] = "Ftp", [nameof(Root)] = Root, ["Anonymous"] = "ReadOnly" };
        }

        var user = new JsonObject { ["PasswordHash"] = UserDirectory.Hash(Password), ["Roles"] = new JsonArray("files") };
        return new JsonObject
        {
            ["SocketGateway"] = new JsonObject { ["Listeners"] = listeners, ["Services"] = services, ["Users"] = new JsonObject { [User] = user } },
        }.ToJsonString(JsonSerializerOptions.Default);
    }
}
