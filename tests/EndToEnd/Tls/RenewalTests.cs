using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>Files of certificates that change while the gateway runs.</summary>
public sealed class RenewalTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task New_clients_see_a_renewed_certificate_however_it_came_and_an_open_connection_goes_on()
    {
        _authority.Server("rewritten.pem", "old");
        _authority.Server("renamed.pem", "old");
        Directory.CreateDirectory(_authority.Path("1"));
        Directory.CreateDirectory(_authority.Path("2"));
        _authority.Server("1/linked.pem", "old");
        File.CreateSymbolicLink(_authority.Path("data"), "1");
        await using var gateway = await TlsGateway.StartAsync(
            ("Listeners:echo:Tls:Certificate:Path", _authority.Path("rewritten.pem")),
            ("Listeners:echo:Tls:Sni:renamed.example:Path", _authority.Path("renamed.pem")),
            ("Listeners:echo:Tls:Sni:linked.example:Path", _authority.Path("data/linked.pem")));
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        await using var open = await TlsGateway.SecureAsync(client);
        Assert.Equal([1], await TlsGateway.EchoAsync(open, [1]));

        // As an editor, certbot and Kubernetes do it.
        _authority.Server("rewritten.pem", "new");
        File.Move(_authority.Server("next.pem", "new"), _authority.Path("renamed.pem"), overwrite: true);
        _authority.Server("2/linked.pem", "new");
        (await Shell.BashAsync("ln -s 2 next && mv -T next data", _authority.Path("."))).Succeeded();
        foreach (var host in (string[])["localhost", "renamed.example", "linked.example"])
            await Eventually.Async(() => SubjectAsync(gateway, host), subject => subject == "CN=new", Soon, $"{host} has its new certificate");
        Assert.Equal([2], await TlsGateway.EchoAsync(open, [2]));
    }

    [Fact]
    public async Task A_broken_file_keeps_the_former_certificate_and_a_signal_looks_at_once()
    {
        _authority.Server("echo.pem", "old");
        await using var gateway = await TlsGateway.StartAsync(("Listeners:echo:Tls:Certificate:Path", _authority.Path("echo.pem")));
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        await using var open = await TlsGateway.SecureAsync(client);
        await File.WriteAllTextAsync(_authority.Path("echo.pem"), "half a file");
        gateway.Signal(PosixSignals.Hup);
        await gateway.WaitForLineAsync("echo: the certificate for all other names was changed and cannot be used, so the former one is kept: Path holds no certificate", Soon);
        await gateway.WaitForLineAsync("SIGHUP: of 3 certificates and authorities 0 are new, 1 cannot be used", Soon);
        Assert.Equal("CN=old", await SubjectAsync(gateway, "localhost"));

        _authority.Server("echo.pem", "new");
        gateway.Signal(PosixSignals.Hup);
        await gateway.WaitForLineAsync("SIGHUP: of 3 certificates and authorities 1 are new, 0 cannot be used", Soon);
        Assert.Equal("CN=new", await SubjectAsync(gateway, "localhost"));
        Assert.Equal([1, 2], await TlsGateway.EchoAsync(open, [1, 2]));
        Assert.Single(gateway.Output.All, line => line.Contains("cannot be used, so the former", StringComparison.Ordinal));
    }

    private static async Task<string> SubjectAsync(GatewayProcess gateway, string host)
    {
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        await using var stream = await TlsGateway.SecureAsync(client, host: host);
        return stream.RemoteCertificate!.Subject;
    }
}
