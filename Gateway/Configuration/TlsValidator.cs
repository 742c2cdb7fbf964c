using System.Text;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Checks the section <c>Tls</c> of a listener, with the files that it names.</summary>
internal sealed class TlsValidator(string listener, TlsOptions options, Action<string, string> fault, Action<string> warn)
{
    /// <summary>A name's length is a byte (RFC 7301 section 3.1).</summary>
    private const int LongestProtocol = 255;

    private readonly string _key = $"Listeners:{listener}:Tls";

    public void Check()
    {
        CheckCertificate("Certificate", $"of listener {listener}", options.Certificate);
        CheckNames();
        for (var i = 0; i < options.Alpn.Count; i++) CheckProtocol(i);
        if (options.ClientCertificate is { } clients) CheckClients(clients);
    }

    private void CheckNames()
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (host, files) in options.Sni)
        {
            if (ServerName.Canonical(host) is not { } name) fault($"{_key}:Sni:{host}", "is not the name of a host, such as a.example.org or *.example.org");
            else if (!taken.Add(name)) fault($"{_key}:Sni:{host}", "is there twice, in two spellings");
            else if (CheckCertificate($"Sni:{host}", $"of listener {listener} for {host}", files) is { } certificate && !IsFor(certificate, name))
                warn($"The certificate of listener {listener} for {host} does not name it: clients will refuse it.");
        }
    }

    private ServerCertificate? CheckCertificate(string key, string which, CertificateOptions files)
    {
        // That it is missing was said already.
        if (files.Path is not { Length: > 0 }) return null;
        var certificate = ServerCertificate.Load(files, out var wrong);
        if (wrong is not null) fault($"{_key}:{key}:{wrong.Key}", wrong.Message);
        else if (certificate!.Warning(TimeProvider.System.GetUtcNow()) is { } warning) warn($"The certificate {which} {warning}.");
        return certificate;
    }

    /// <summary>A star asks for one in the certificate: any label is as good as another.</summary>
    private static bool IsFor(ServerCertificate certificate, string name) =>
        certificate.Certificate.MatchesHostname(name.StartsWith(ServerName.Wildcard, StringComparison.Ordinal) ? $"a{name[1..]}" : name, allowWildcards: true, allowCommonName: false);

    private void CheckProtocol(int index)
    {
        var protocol = options.Alpn[index];
        if (Encoding.UTF8.GetByteCount(protocol) > LongestProtocol) fault($"{_key}:Alpn:{index}", $"is longer than {LongestProtocol} bytes");
        else if (protocol.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) fault($"{_key}:Alpn:{index}", "is one word, such as h2 or http/1.1");
        else if (options.Alpn.Take(index).Contains(protocol)) fault($"{_key}:Alpn:{index}", $"{protocol} is there twice");
    }

    private void CheckClients(ClientCertificateOptions clients)
    {
        if (clients.CaPath is { } path)
        {
            if (CertificateAuthority.Load(path, out var wrong) is null) fault($"{_key}:ClientCertificate:CaPath", wrong);
        }
        else if (clients.Mode != ClientCertificateMode.None)
        {
            fault($"{_key}:ClientCertificate:CaPath", "is missing: nobody could be told from anybody else");
        }
    }
}
