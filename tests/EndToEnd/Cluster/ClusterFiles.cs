using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>The settings that all nodes of a cluster share, and the directories that they serve; below one that is deleted in the end.</summary>
internal sealed class ClusterFiles : IDisposable
{
    public const string User = "operator";
    public const string Tally = "tally";
    public const string Files = "files";
    public const string Site = "site";
    public const string Console = "console";

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("cluster-e2e-");

    public ClusterFiles()
    {
        foreach (var folder in (string[])[FilesRoot, SiteRoot, Work]) Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(SiteRoot, "index.html"), "<!DOCTYPE html><title>home</title>");
        File.WriteAllText(Path.Combine(_base.FullName, "appsettings.json"), Settings());
    }

    /// <summary>The password of <see cref="User"/>.</summary>
    public string Password { get; } = UserDirectory.NewPassword();

    /// <summary>What FTP serves, on each node the same.</summary>
    public string FilesRoot => Path.Combine(_base.FullName, Files);

    public string SiteRoot => Path.Combine(_base.FullName, Site);

    /// <summary>For the clients of a test.</summary>
    public string Work => Path.Combine(_base.FullName, "work");

    /// <summary>What a node is started with: the program of the tests' own services, these settings, and what is this node's alone.</summary>
    public GatewaySettings For(params IEnumerable<(string Key, string Value)> values) => new()
    {
        Program = Built.Sample("FaultyServices").Assembly,
        ConfigFile = null,
        Arguments = ["--contentRoot", _base.FullName],
        Values = [.. values],
    };

    public void Dispose() => _base.Delete(recursive: true);

    private string Settings()
    {
        var services = new JsonObject
        {
            // On a busy machine a process may take long to start.
            [Tally] = new JsonObject { ["Type"] = "Tally", ["OnLost"] = new JsonObject { ["HoldTimeout"] = "00:02:00" } },
            [Files] = new JsonObject { ["Type"] = "Ftp", ["Root"] = FilesRoot },
            [Site] = new JsonObject { ["Type"] = "Http", ["Root"] = SiteRoot },
            [Console] = new JsonObject { ["Type"] = "Telnet" },
        };
        var listeners = new JsonObject();
        foreach (var (name, _) in services) listeners[name] = new JsonObject { ["Port"] = 0, ["Service"] = name };
        var user = new JsonObject { ["PasswordHash"] = UserDirectory.Hash(Password), ["Roles"] = new JsonArray("operator", "files") };
        return new JsonObject
        {
            ["SocketGateway"] = new JsonObject
            {
                ["Listeners"] = listeners,
                ["Services"] = services,
                ["Users"] = new JsonObject { [User] = user },
                ["Telemetry"] = new JsonObject { ["Console"] = "Off" },
            },
            ["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Default"] = "Information", ["Microsoft"] = "Warning" } },
        }.ToJsonString();
    }
}
