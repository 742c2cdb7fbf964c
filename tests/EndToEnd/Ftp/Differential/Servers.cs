using System.Text.Json;
using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>vsftpd, once with and once without rights to write, and the built gateway, with equal trees.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class Servers : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string User = "alice";

    private readonly List<IAsyncDisposable> _processes = [];
    private FtpTree _ours = null!;
    private FtpTree _theirs = null!;
    private int _gateway, _vsftpd, _readOnly;

    public async Task InitializeAsync()
    {
        // Where the tests are skipped there is nothing to start; where they must run, what is missing is their failure.
        if (Vsftpd.Missing is not null) return;
        (_ours, _theirs) = (await FtpTree.CreateAsync(null), await FtpTree.CreateAsync(Vsftpd.User));
        _vsftpd = Keep(await Vsftpd.StartAsync(_theirs.Root, canWrite: true)).Port;
        _readOnly = Keep(await Vsftpd.StartAsync(_theirs.Root, canWrite: false)).Port;
        _gateway = Keep(await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Settings(_ours.Root) })).Table["files"];
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        _ours?.Dispose();
        _theirs?.Dispose();
    }

    /// <summary>The gateway and vsftpd, their trees as at the beginning.</summary>
    internal async Task<(FtpSide Gateway, FtpSide Vsftpd)> SidesAsync(ExchangeRole role)
    {
        Assert.Null(Vsftpd.Missing);
        await _ours.RestoreAsync();
        await _theirs.RestoreAsync();
        return role == ExchangeRole.Reader
            ? (new("gateway", _gateway, "anonymous", "guest@example.org", _ours), new("vsftpd", _readOnly, "anonymous", "guest@example.org", _theirs))
            : (new("gateway", _gateway, User, Vsftpd.Password, _ours), new("vsftpd", _vsftpd, Vsftpd.User, Vsftpd.Password, _theirs));
    }

    private static string Settings(string root) => new JsonObject
    {
        ["SocketGateway"] = new JsonObject
        {
            ["Listeners"] = new JsonObject { ["ftp"] = new JsonObject { ["Port"] = 0, ["Address"] = "127.0.0.1", ["Service"] = "files" } },
            ["Services"] = new JsonObject { ["files"] = new JsonObject { ["Type"] = "Ftp", ["Root"] = root, ["Anonymous"] = "ReadOnly" } },
            ["Users"] = new JsonObject
            {
                [User] = new JsonObject { ["PasswordHash"] = UserDirectory.Hash(Vsftpd.Password), ["Roles"] = new JsonArray("files") },
            },
        },
    }.ToJsonString(JsonSerializerOptions.Default);

    private T Keep<T>(T process)
        where T : IAsyncDisposable
    {
        _processes.Add(process);
        return process;
    }
}
