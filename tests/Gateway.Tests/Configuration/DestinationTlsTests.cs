using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Tests.Certificates;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class DestinationTlsTests : IDisposable
{
    private readonly IssuedFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void All_keys_together_are_read()
    {
        var issued = _files.Issue("c", "gateway.example");
        var options = Configured.Options(
            [.. Forward(("Enabled", "true"), ("Host", "db.example.org"), ("CaPath", issued), ("ClientCertificate:Path", issued), ("ClientCertificate:KeyPath", _files.Path("c.key")), ("Alpn:0", "h2"))]);
        var tls = ((ForwardServiceOptions)options.Services["f"].Settings!).Tls!;
        Assert.Equal((true, "db.example.org", issued, "h2", false), (tls.Enabled, tls.Host, tls.CaPath, tls.Alpn[0], tls.Insecure));
    }

    [Theory]
    [InlineData("Host", "not a host", "is not the name of a host, such as db.example.org")]
    [InlineData("CaPath", "/nowhere/ca.pem", "there is no file /nowhere/ca.pem")]
    [InlineData("ClientCertificate:Path", "/nowhere/c.pem", "there is no file /nowhere/c.pem")]
    [InlineData("ClientCertificate:KeyPath", "key.pem", "is missing", "ClientCertificate:Path")]
    public void What_cannot_be_used_is_a_fault_of_its_key(string key, string value, string fault, string? at = null) =>
        Assert.Equal(fault, Configured.FaultOf($"Services:f:Tls:{at ?? key}", [.. Forward(("Enabled", "true"), (key, value))]));

    [Fact]
    public void An_authority_contradicts_taking_any_certificate() =>
        Assert.Equal("contradicts CaPath: nothing is verified", Configured.FaultOf("Services:f:Tls:Insecure", [.. Forward(("Enabled", "true"), ("Insecure", "true"), ("CaPath", _files.Issue("ca", "authority.example")))]));

    [Fact]
    public void The_time_for_those_at_removed_destinations_is_not_negative() =>
        Assert.Equal("must be from 0 to 49 days; null lets them go on", Configured.FaultOf("Services:f:CloseRemoved", [.. Forward(), ("Services:f:CloseRemoved", "-00:00:01")]));

    private static IEnumerable<(string Key, string? Value)> Forward(params (string Key, string Value)[] tls) =>
    [
        ("Services:f:Type", "Forward"),
        ("Services:f:Destinations:a:Address", "127.0.0.1:9"),
        .. tls.Select(one => ($"Services:f:Tls:{one.Key}", (string?)one.Value)),
    ];
}
