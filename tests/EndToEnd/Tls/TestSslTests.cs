using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>What an audit says of listeners that have a certificate and otherwise default settings.</summary>
public sealed class TestSslTests : IDisposable
{
    /// <summary>What each scan has to call good: one that found nobody there finds nothing bad either.</summary>
    private static readonly string[] LookedAt =
    [
        "SSLv2", "SSLv3", "TLS1_2", "TLS1_3", "cert_trust", "cert_chain_of_trust", "cert_expirationStatus", "heartbleed", "CCS", "ROBOT", "secure_renego", "secure_client_renego",
        "CRIME_TLS", "POODLE_SSL", "fallback_SCSV", "SWEET32", "FREAK", "DROWN", "LOGJAM", "BEAST", "LUCKY13", "RC4",
    ];

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [TestSslFact]
    public async Task Nothing_of_medium_severity_or_above_is_found_at_default_settings()
    {
        await using var gateway = await StartAsync();
        (string Service, string[] Arguments, string[] More)[] scans =
            [("echo", [], []), ("site", [], ["BREACH", "ticketbleed"]), ("files", ["--starttls", "ftp"], []), ("implicit", [], [])];
        await Task.WhenAll(scans.Select(async scan =>
        {
            var findings = await TestSsl.ScanAsync(_authority, gateway.Table[scan.Service], [.. TestSsl.AllChecks, .. scan.Arguments]);
            var bad = findings.Where(finding => finding.IsBad).ToList();
            Assert.True(bad.Count == 0, $"{scan.Service}: {string.Join("; ", bad)}");
            var unseen = LookedAt.Concat(scan.More).Except(findings.Where(finding => finding.IsGood).Select(finding => finding.Id)).ToList();
            Assert.True(unseen.Count == 0, $"{scan.Service}: nothing good is said of {string.Join(", ", unseen)} in {string.Join("; ", findings)}");
        }));
    }

    [TestSslFact]
    public async Task Compression_under_TLS_is_found_where_it_was_asked_for()
    {
        await using var gateway = await StartAsync(("Services:site:CompressionUnderTls", "true"));
        var findings = await TestSsl.ScanAsync(_authority, gateway.Table["site"], "--breach");
        Assert.Equal("BREACH", Assert.Single(findings, finding => finding.IsBad).Id);
    }

    private Task<GatewayProcess> StartAsync(params (string Key, string Value)[] values)
    {
        var certificate = _authority.Server("server.pem", TestSsl.Host, TestSsl.Host);
        var root = Directory.CreateDirectory(_authority.Path("root")).FullName;
        return GatewayProcess.StartAsync(new GatewaySettings
        {
            ConfigFile = $$"""
                {
                  "SocketGateway": {
                    "Listeners": {
                      "echo": { "Port": 0, "Service": "echo", "Tls": { "Certificate": { "Path": "{{certificate}}" } } },
                      "site": { "Port": 0, "Service": "site", "Tls": { "Certificate": { "Path": "{{certificate}}" } } },
                      "ftp": { "Port": 0, "Service": "files", "Tls": { "Mode": "StartTls", "Certificate": { "Path": "{{certificate}}" } } },
                      "ftps": { "Port": 0, "Service": "implicit", "Tls": { "Certificate": { "Path": "{{certificate}}" } } }
                    },
                    "Services": {
                      "echo": { "Type": "Echo" }, "site": { "Type": "Http" },
                      "files": { "Type": "Ftp", "Root": "{{root}}" }, "implicit": { "Type": "Ftp", "Root": "{{root}}" }
                    }
                  }
                }
                """,
            Values = values,
        });
    }
}
