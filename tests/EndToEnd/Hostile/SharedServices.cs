using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Hostile;

/// <summary>The built program with the three services that strangers know by their ports, each with a limit of connections.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class SharedServices : IAsyncLifetime
#pragma warning restore CA1001
{
    /// <summary>The connections that each listener takes.</summary>
    public const int MaxConnections = 250;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hostile-");

    internal GatewayProcess Process { get; private set; } = null!;

    /// <summary>The port of a service: telnet, ftp or http.</summary>
    public int Port(string service) => Process.Table[service];

    public async Task InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "hello.txt"), "hello\n");
        Process = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Settings() });
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        _root.Delete(recursive: true);
    }

    /// <summary>A client that behaves is served by each of the three.</summary>
    internal async Task ServeOthersAsync()
    {
        using (var telnet = await TestClient.ConnectAsync(Port("telnet"))) await telnet.ExpectAsync("login: ");
        using (var ftp = await TestClient.ConnectAsync(Port("ftp")))
        {
            await ftp.ExpectAsync("220 ");
            await ftp.SendAsync("USER anonymous\r\nPASS me\r\nSIZE hello.txt\r\nTYPE I\r\nSIZE hello.txt\r\nQUIT\r\n"u8.ToArray());
            await ftp.ExpectAsync("213 6\r\n");
        }

        using var http = await TestClient.ConnectAsync(Port("http"));
        await http.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
        await http.ExpectAsync("HTTP/1.1 200 ");
    }

    /// <summary>The hostile clients and those that are to be served have one address, so nobody is locked out.</summary>
    private string Settings() => $$"""
        {
          "SocketGateway": {
            "Listeners": {
              "telnet": { "Port": 0, "Service": "telnet", "Limits": { "MaxConnections": {{MaxConnections}} } },
              "ftp": { "Port": 0, "Service": "ftp", "Limits": { "MaxConnections": {{MaxConnections}} } },
              "http": { "Port": 0, "Service": "http", "Limits": { "MaxConnections": {{MaxConnections}} } }
            },
            "Services": {
              "telnet": { "Type": "Telnet" },
              "ftp": { "Type": "Ftp", "Root": "{{_root.FullName}}", "Anonymous": "ReadOnly" },
              "http": { "Type": "Http" }
            },
            "Logins": { "LockOutAfter": 0 },
            "Users": { "operator": { "PasswordHash": "{{UserDirectory.Hash(UserDirectory.NewPassword())}}", "Roles": [ "operator" ] } }
          }
        }
        """;
}
