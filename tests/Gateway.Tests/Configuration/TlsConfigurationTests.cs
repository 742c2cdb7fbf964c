using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Tests.Certificates;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>What a listener says of TLS beside its one certificate, each fault at its key.</summary>
public sealed class TlsConfigurationTests : IDisposable
{
    private const string Key = "Listeners:a:Tls:";

    private readonly IssuedFiles _files = new();

    public TlsConfigurationTests()
    {
        _files.Issue("default", "localhost");
        _files.Issue("star", "*.example.org");
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Everything_that_is_asked_for_is_there()
    {
        var options = Configured.Options(With(
            [.. Sni("*.example.org", "star"), ("Alpn:0", "h2"), ("Alpn:1", "http/1.1"), ("ClientCertificate:Mode", "Allow"), ("ClientCertificate:CaPath", _files.Path("default.pem"))]));
        var tls = options.Listeners["a"].Tls!;
        Assert.Equal(_files.Path("star.pem"), tls.Sni["*.EXAMPLE.org"].Path);
        Assert.Equal(["h2", "http/1.1"], tls.Alpn);
        Assert.Equal(new ClientCertificateOptions { Mode = ClientCertificateMode.Allow, CaPath = _files.Path("default.pem") }, tls.ClientCertificate);
    }

    [Theory]
    [InlineData("Sni:a b:Path", "default.pem", "Sni:a b", "not the name of a host")]
    [InlineData("Sni:a.example.org:Path", "missing.pem", "Sni:a.example.org:Path", "there is no file")]
    [InlineData("Sni:a.example.org:Path", "star.pem", "Sni:a.example.org:Path", "holds no private key")]
    [InlineData("ClientCertificate:CaPath", "missing.pem", "ClientCertificate:CaPath", "there is no file")]
    [InlineData("ClientCertificate:CaPath", "star.key", "ClientCertificate:CaPath", "holds no certificate")]
    public void A_file_or_name_that_is_wrong_is_found(string setting, string file, string key, string words) =>
        Assert.Contains(words, Configured.FaultOf(Key + key, With((setting, _files.Path(file)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Alpn:0", "http 2", "Alpn:0", "is one word")]
    [InlineData("ClientCertificate:Mode", "Require", "ClientCertificate:CaPath", "is missing")]
    [InlineData("ClientCertificate:Mode", "Sometimes", "ClientCertificate:Mode", "is not one of")]
    [InlineData("Sni:a.example.org:KeyPath", "x", "Sni:a.example.org:Path", "is missing")]
    public void A_value_that_is_wrong_is_found(string setting, string value, string key, string words)
    {
        (string, string?)[] authority = key == "ClientCertificate:Mode" ? [("ClientCertificate:CaPath", _files.Path("default.pem"))] : [];
        Assert.Contains(words, Configured.FaultOf(Key + key, With([(setting, value), .. authority])), StringComparison.Ordinal);
    }

    [Fact]
    public void Revocation_is_not_taken_silently() => Assert.Contains(
        "not supported yet",
        Configured.FaultOf(Key + "ClientCertificate:Revocation", With(("ClientCertificate:CaPath", _files.Path("default.pem")), ("ClientCertificate:Revocation", "crl.pem"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_protocol_is_named_once_and_briefly()
    {
        Assert.Contains("there twice", Configured.FaultOf(Key + "Alpn:1", With(("Alpn:0", "h2"), ("Alpn:1", "h2"))), StringComparison.Ordinal);
        Assert.Contains("longer than 255", Configured.FaultOf(Key + "Alpn:0", With(("Alpn:0", new string('h', 256)))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_in_two_spellings_is_one() => Assert.Contains(
        "in two spellings",
        Assert.Single(Configured.With(With([.. Sni("bücher.example", "star"), .. Sni("xn--bcher-kva.example", "star")])).Faults).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_certificate_that_does_not_name_its_host_is_a_warning()
    {
        var result = Configured.With(With([.. Sni("a.example.org", "star"), .. Sni("*.example.org", "star"), .. Sni("a.example.com", "star")]));
        Assert.Empty(result.Faults);
        Assert.Contains("for a.example.com does not name it", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_asked_for_a_certificate_when_the_mode_says_so()
    {
        var options = Configured.Options(With(("ClientCertificate:Mode", "None")));
        Assert.Null(options.Listeners["a"].Tls!.ClientCertificate!.CaPath);
    }

    private (string, string?)[] Sni(string host, string name) => [($"Sni:{host}:Path", _files.Path($"{name}.pem")), ($"Sni:{host}:KeyPath", _files.Path($"{name}.key"))];

    private (string, string?)[] With(params (string Key, string? Value)[] settings) =>
    [
        (Key + "Certificate:Path", _files.Path("default.pem")), (Key + "Certificate:KeyPath", _files.Path("default.key")), .. settings.Select(s => (Key + s.Key, s.Value)),
    ];
}
