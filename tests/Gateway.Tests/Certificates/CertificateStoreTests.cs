using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Actors.Messages;
using SocketGateway.Gateway.Certificates;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Certificates;

/// <summary>Two hosts of one listener, and what a look at their files comes to.</summary>
public sealed class CertificateStoreTests : IDisposable
{
    private readonly IssuedFiles _files = new();
    private readonly LoggedLines _log = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_new_certificate_is_shown_from_then_on_and_the_other_host_keeps_its_sessions()
    {
        var (store, listener) = Create();
        var (any, a) = (Choose(listener, ""), Choose(listener, "a.example.org"));
        _files.Issue("a", "a.example.org");
        Assert.Equal("of 2 certificates and authorities 1 are new, 0 cannot be used", store.Look(now: true));
        Assert.Same(any.Options, Choose(listener, "").Options);
        Assert.NotSame(a.Options, Choose(listener, "a.example.org").Options);
        Assert.Contains("SocketGateway: l: the certificate for a.example.org is new; handshakes from now on show it", _log.All);
    }

    [Fact]
    public void A_broken_one_is_an_error_that_is_said_once_and_does_not_hold_back_others()
    {
        var (store, listener) = Create();
        var (any, a) = (Choose(listener, ""), Choose(listener, "a.example.org"));
        File.WriteAllText(_files.Path("a.pem"), "nothing of the kind");
        _files.Issue("default", "localhost");
        for (var i = 0; i < 4; i++) store.Look(now: false);
        Assert.Single(_log.All, line => line.Contains("l: the certificate for a.example.org was changed and cannot be used, so the former one is kept: Path holds no certificate", StringComparison.Ordinal));
        Assert.Same(a.Options, Choose(listener, "a.example.org").Options);
        Assert.NotSame(any.Options, Choose(listener, "").Options);
    }

    [Fact]
    public void A_certificate_without_its_new_key_waits_for_it()
    {
        var (store, _) = Create();
        var key = File.ReadAllText(_files.Path("a.key"));
        _files.Issue("a", "a.example.org");
        var newKey = File.ReadAllText(_files.Path("a.key"));
        File.WriteAllText(_files.Path("a.key"), key);
        store.Look(now: false);
        File.WriteAllText(_files.Path("a.key"), newKey);
        store.Look(now: false);
        store.Look(now: false);
        Assert.Equal("SocketGateway: l: the certificate for a.example.org is new; handshakes from now on show it", Assert.Single(_log.All));
    }

    [Fact]
    public void A_new_authority_of_clients_changes_every_host()
    {
        _files.Issue("clients", "clients");
        var (store, listener) = Create(new ClientCertificateOptions { CaPath = _files.Path("clients.pem") });
        var any = Choose(listener, "");
        _files.Issue("clients", "others");
        store.Look(now: true);
        Assert.NotSame(any.Options, Choose(listener, "").Options);
    }

    [Fact]
    public void A_certificate_that_expires_soon_is_complained_of_once_a_day()
    {
        var time = new ManualTime();
        var days = (int)(time.GetUtcNow() - TimeProvider.System.GetUtcNow()).TotalDays + 10;
        var (store, _) = Create(days: days, time: time);
        store.Look(now: false);
        Assert.Empty(_log.All);
        PassDays(store, time, 2);
        Assert.Equal(2, Complaints);
        _files.Issue("a", "a.example.org", days: days + 100);
        store.Look(now: true);
        PassDays(store, time, 2);
        Assert.Equal(2, Complaints);
        Assert.True(store.Current.Single(c => c.Host == "a.example.org").Certificate.Certificate.NotAfter > time.GetUtcNow().AddDays(90));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12 | SslProtocols.Tls13, false)]
    [InlineData(SslProtocols.Tls12, true)]
    public void Only_clients_without_tls_1_3_are_held_to_named_suites(SslProtocols offered, bool named)
    {
        var (_, listener) = Create();
        var options = listener.Choose(new SslClientHelloInfo("", offered)).Options;
        Assert.Equal((named, true, false), (options.CipherSuitesPolicy is not null, options.AllowTlsResume, options.ClientCertificateRequired));
    }

    [Fact]
    public void Where_clients_show_certificates_nothing_is_resumed()
    {
        _files.Issue("clients", "clients");
        var (_, listener) = Create(new ClientCertificateOptions { CaPath = _files.Path("clients.pem") });
        var options = listener.Choose(new SslClientHelloInfo("", SslProtocols.Tls13)).Options;
        Assert.Equal((false, true), (options.AllowTlsResume, options.ClientCertificateRequired));
    }

    [Fact]
    public void Without_certificates_there_is_nothing_to_reload() =>
        Assert.Equal("no listener has a certificate", new CertificateStore([], TimeProvider.System, _log.CreateLogger("")).Look(now: true));

    private int Complaints => _log.All.Count(line => line.Contains("l: the certificate for a.example.org expires on", StringComparison.Ordinal));

    private static void PassDays(CertificateStore store, ManualTime time, int days)
    {
        for (var hour = 0; hour < (days * 24) + 1; hour++)
        {
            time.Pass(TimeSpan.FromHours(1));
            store.Look(now: false);
        }
    }

    private (CertificateStore Store, ListenerCertificates Listener) Create(ClientCertificateOptions? clients = null, int days = 60, TimeProvider? time = null)
    {
        _files.Issue("default", "localhost", days + 1000);
        _files.Issue("a", "a.example.org", days);
        var listener = new ListenerCertificates("l", new TlsOptions
        {
            Certificate = Files("default"),
            Sni = new Dictionary<string, CertificateOptions> { ["a.example.org"] = Files("a") },
            ClientCertificate = clients,
        });
        return (new CertificateStore([listener], time ?? TimeProvider.System, _log.CreateLogger("SocketGateway")), listener);
    }

    private CertificateOptions Files(string name) => new() { Path = _files.Path($"{name}.pem"), KeyPath = _files.Path($"{name}.key") };

    private static TlsServer Choose(ListenerCertificates listener, string host) => listener.Choose(new SslClientHelloInfo(host, SslProtocols.Tls13));
}
