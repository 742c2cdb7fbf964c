using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>What is wrong with a certificate is found before a port is bound, each at its key.</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Key = "Listeners:a:Tls:Certificate:";

    private readonly CertificateFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("Path", "there is no file", "missing.pem", null, null)]
    [InlineData("Path", "denied", ".", null, null)]
    [InlineData("KeyPath", "there is no file", "cert.pem", "missing.pem", null)]
    [InlineData("Path", "holds no private key", "cert.pem", null, null)]
    [InlineData("KeyPath", "holds no private key", "cert.pem", "cert.pem", null)]
    [InlineData("KeyPath", "is not the private key of the certificate", "cert.pem", "other.pem", null)]
    [InlineData("Password", "is missing", "cert.pem", "encrypted.pem", null)]
    [InlineData("Password", "does not open the private key", "cert.pem", "encrypted.pem", "wrong")]
    [InlineData("Password", "is not encrypted", "cert.pem", "key.pem", "secret")]
    [InlineData("Path", "holds no certificate", "text.pem", null, null)]
    [InlineData("Path", "holds no certificate", "key.pem", null, null)]
    [InlineData("Path", "1024 bits is too short", "weak.pem", null, null)]
    [InlineData("Path", "server authentication", "client.pem", null, null)]
    [InlineData("Password", "is missing", "good.pfx", null, null)]
    [InlineData("Password", "does not open the file", "good.pfx", null, "wrong")]
    [InlineData("Path", "with a private key", "nokey.pfx", null, null)]
    [InlineData("Path", "neither PEM nor PFX", "broken.pfx", null, null)]
    [InlineData("KeyPath", "PEM file only", "good.pfx", "key.pem", "secret")]
    public void Each_fault_has_its_key(string key, string words, string path, string? keyPath, string? password) =>
        Assert.Contains(words, Configured.FaultOf(Key + key, Settings(path, keyPath, password)), StringComparison.Ordinal);

    [Theory]
    [InlineData("both.pem", null, null)]
    [InlineData("cert.pem", "key.pem", null)]
    [InlineData("cert.pem", "encrypted.pem", "secret")]
    [InlineData("good.pfx", null, "secret")]
    [InlineData("open.pfx", null, null)]
    public void Good_ones_are_taken_without_a_word(string path, string? keyPath, string? password)
    {
        var result = Configured.With(Settings(path, keyPath, password));
        Assert.Empty(result.Faults);
        Assert.Empty(result.Warnings);
        var options = result.Options!.Listeners["a"].Tls!;
        Assert.Equal((TlsMode.Implicit, TlsVersion.Tls12), (options.Mode, options.MinimumVersion));
    }

    [Theory]
    [InlineData("expired.pem", "has expired on")]
    [InlineData("early.pem", "is not valid before")]
    [InlineData("soon.pem", "expires on")]
    public void What_only_clients_mind_is_a_warning(string path, string words) =>
        Assert.Contains(words, Assert.Single(Configured.With(Settings(path)).Warnings), StringComparison.Ordinal);

    [Fact]
    public void A_certificate_is_needed() =>
        Assert.Equal("is missing", Configured.FaultOf("Listeners:a:Tls:Certificate", ("Listeners:a:Tls:Mode", "Implicit")));

    [Fact]
    public void A_listener_does_not_wait_for_a_service_that_never_asks() =>
        Assert.Contains("never asks for TLS", Configured.FaultOf("Listeners:a:Tls:Mode", [.. Settings("both.pem"), ("Listeners:a:Tls:Mode", "StartTls")]), StringComparison.Ordinal);

    [Theory]
    [InlineData("Mode", "Sometimes")]
    [InlineData("MinimumVersion", "Tls11")]
    public void Only_what_is_fit_for_use_can_be_asked_for(string key, string value) =>
        Assert.Contains("is not one of", Configured.FaultOf($"Listeners:a:Tls:{key}", [.. Settings("both.pem"), ($"Listeners:a:Tls:{key}", value)]), StringComparison.Ordinal);

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    public void The_time_for_a_handshake_is_above_zero(string value) =>
        Assert.Contains("above 0", Configured.FaultOf("Listeners:a:Limits:HandshakeTimeout", ("Listeners:a:Limits:HandshakeTimeout", value)), StringComparison.Ordinal);

    [Fact]
    public void An_exposed_listener_under_tls_is_not_in_clear_text()
    {
        var result = Configured.With([.. Settings("both.pem"), ("Listeners:a:Address", "0.0.0.0"), .. User]);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void One_that_waits_for_clients_to_ask_is()
    {
        var result = Configured.With([.. Settings("both.pem"), ("Listeners:a:Tls:Mode", "StartTls"), ("Services:echo:Type", "Ftp"), ("Listeners:a:Address", "0.0.0.0"), .. User]);
        Assert.Contains("until they ask for TLS", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Under_tls_an_operator_may_log_in_from_outside()
    {
        var options = Configured.Options(("Listeners:a:Address", "0.0.0.0"));
        var user = new User("u", null, new HashSet<string> { "operator" });
        Assert.False(Exposure.AllowsLogin(options, options.Listeners["a"], "echo", user));
        Assert.True(Exposure.AllowsLogin(options, options.Listeners["a"], "echo", user, isProtected: true));
    }

    private static (string, string?)[] User => [("Users:x:PasswordHash", UserDirectory.Hash("x"))];

    private (string Key, string? Value)[] Settings(string path, string? keyPath = null, string? password = null) =>
    [
        (Key + "Path", _files.Path(path)), .. keyPath is null ? Array.Empty<(string, string?)>() : [(Key + "KeyPath", _files.Path(keyPath))],
        .. password is null ? Array.Empty<(string, string?)>() : [(Key + "Password", password)],
    ];
}
