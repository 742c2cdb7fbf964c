using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>What the program tells systemd, with a socket in the place of systemd's.</summary>
public sealed class SystemdTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("systemd-");
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public void Dispose()
    {
        _systemd.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task READY_is_sent_when_every_port_is_open_and_STOPPING_when_a_signal_has_come()
    {
        var path = Path.Combine(_directory.FullName, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        await using var gateway = GatewayProcess.Launch(new GatewaySettings { Environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path } });

        Assert.Equal("READY=1", await ReceiveAsync());
        using (var client = await TestClient.ConnectAsync(gateway.EchoPort)) await client.EchoAsync([1, 2, 3]);
        Assert.True(await TestClient.CanConnectAsync(gateway.ChargenPort));

        gateway.Signal(PosixSignals.Term);
        Assert.Equal("STOPPING=1", await ReceiveAsync());
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
    }

    [Fact]
    public async Task READY_is_not_sent_when_a_port_cannot_be_had()
    {
        var path = Path.Combine(_directory.FullName, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var gateway = GatewayProcess.Launch(new GatewaySettings
        {
            Values = [("Listeners:echo:Port", $"{((IPEndPoint)other.LocalEndpoint).Port}")],
            Environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path },
        });
        Assert.Equal(2, await gateway.WaitForExitAsync(Soon));
        Assert.Equal(0, _systemd.Available);
    }

    private async Task<string> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Soon);
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, await _systemd.ReceiveAsync(buffer, limit.Token)).TrimEnd('\n');
    }
}
