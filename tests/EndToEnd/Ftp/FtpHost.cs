using System.Text.Json;
using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>A fresh root, and the configuration of a gateway that serves it on free ports: alice writes below /alice, anyone reads.</summary>
internal sealed class FtpHost : IDisposable
{
    public const string Password = "correct horse";

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("ftp-e2e-");

    public FtpHost()
    {
        Directory.CreateDirectory(Path.Combine(Root, "alice"));
        File.WriteAllText(Path.Combine(Root, "hello.txt"), "hello\nworld\n");
        File.WriteAllText(Path.Combine(_base.FullName, "secret.txt"), "secret");
    }

    public string Root => Path.Combine(_base.FullName, "root");

    public string Work => Directory.CreateDirectory(Path.Combine(_base.FullName, "work")).FullName;

    public IEnumerable<string> Parts => Directory.EnumerateFiles(Root, "*.part", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });

    /// <summary>The settings as JSON; <paramref name="type"/> is the type of the one service.</summary>
    public string SettingsFor(string type)
    {
        var service = new JsonObject { ["Type"] = type };
        if (type == "Ftp") (service[nameof(FtpServiceOptions.Root)], service[nameof(FtpServiceOptions.ConfineToHome)]) = (Root, false);
        var settings = new JsonObject
        {
            ["SocketGateway"] = new JsonObject
            {
                ["Listeners"] = new JsonObject { ["ftp"] = new JsonObject { ["Port"] = 0, ["Address"] = "127.0.0.1", ["Service"] = "files" } },
                ["Services"] = new JsonObject { ["files"] = service },
                ["Users"] = new JsonObject
                {
                    ["alice"] = new JsonObject { ["PasswordHash"] = UserDirectory.Hash(Password), ["Home"] = "alice", ["Roles"] = new JsonArray("files") },
                },
            },
        };
        return settings.ToJsonString(JsonSerializerOptions.Default);
    }

    /// <summary>A file of bytes that are easy to make again and never repeat within a piece.</summary>
    public string MakeFile(string name, long bytes) => RandomFile.Make(Path.Combine(Root, name), bytes);

    public void Dispose() => _base.Delete(recursive: true);
}
