using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Messages;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Certificates;

/// <summary>The certificates of one listener, each as its files have it at present. Handshakes ask from any thread; only one looks at the files.</summary>
internal sealed class ListenerCertificates
{
    /// <summary>The host of the certificate that is for all names without one of their own.</summary>
    public const string AnyHost = "*";

    private readonly TlsOptions _options;
    private readonly WatchedFiles<X509Certificate2Collection>? _authority;
    private readonly Dictionary<string, WatchedFiles<ServerCertificate>> _files;
    private readonly Dictionary<string, ServedCertificate> _served;
    private ServerNameTable<ServedCertificate> _table;

    /// <exception cref="InvalidOperationException">A file cannot be read any more.</exception>
    public ListenerCertificates(string listener, TlsOptions options)
    {
        (Listener, _options) = (listener, options);
        if (options.ClientCertificate is { Mode: not ClientCertificateMode.None, CaPath: { } path }) _authority = new([path], () => LoadAuthority(path));
        _files = options.Sni.Append(new(AnyHost, options.Certificate)).ToDictionary(
            entry => entry.Key, entry => new WatchedFiles<ServerCertificate>(PathsOf(entry.Value), () => Load(entry.Value)), StringComparer.OrdinalIgnoreCase);
        _served = _files.ToDictionary(entry => entry.Key, entry => Serve(entry.Value.Current), StringComparer.OrdinalIgnoreCase);
        _table = BuildTable();
    }

    public string Listener { get; }

    /// <summary>How many things made of files there are.</summary>
    public int Count => _files.Count + (_authority is null ? 0 : 1);

    /// <summary>What is shown at present, by host. Thread-safe.</summary>
    public IEnumerable<(string Host, ServerCertificate Certificate)> Current => _files.Select(entry => (entry.Key, entry.Value.Current));

    /// <summary>The part of the gateway in a handshake that begins like this. Thread-safe.</summary>
    public TlsServer Choose(SslClientHelloInfo hello) => Volatile.Read(ref _table).Find(hello.ServerName).For(hello.SslProtocols);

    /// <summary>Looks at all files, and says what came of it: for each thing that has changed its name, and what is wrong with it or nothing.</summary>
    public IReadOnlyList<(string Subject, FileChange Change, string Fault)> Look(bool now)
    {
        var changes = new List<(string Subject, FileChange Change, string Fault)>();
        var isAuthorityNew = false;
        if (_authority is not null && _authority.Look(now, out var wrong) is var judged and not FileChange.None)
        {
            isAuthorityNew = judged == FileChange.Taken;
            changes.Add(("the authority of clients", judged, wrong));
        }

        foreach (var (host, files) in _files)
        {
            var change = files.Look(now, out var fault);
            if (change != FileChange.None) changes.Add(($"the certificate for {(host == AnyHost ? "all other names" : host)}", change, fault));

            // What did not change stays the same object, with which its clients can resume their sessions.
            if (change == FileChange.Taken || isAuthorityNew) _served[host] = Serve(files.Current);
        }

        if (changes.Exists(change => change.Change == FileChange.Taken)) Volatile.Write(ref _table, BuildTable());
        return changes;
    }

    private ServedCertificate Serve(ServerCertificate certificate) => new(certificate, _options, _authority?.Current);

    private ServerNameTable<ServedCertificate> BuildTable() => new(_served[AnyHost], _served.Where(entry => entry.Key != AnyHost));

    private static string[] PathsOf(CertificateOptions options) => options.KeyPath is { } key ? [options.Path, key] : [options.Path];

    private static (ServerCertificate? Made, string Fault) Load(CertificateOptions options)
    {
        try
        {
            var certificate = ServerCertificate.Load(options, out var fault);
            return (certificate, fault is null ? "" : $"{fault.Key} {fault.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // Removed, or made another, between two looks at it.
            return (null, error.Message);
        }
    }

    private static (X509Certificate2Collection? Made, string Fault) LoadAuthority(string path)
    {
        var authority = CertificateAuthority.Load(path, out var wrong);
        return (authority, $"{nameof(ClientCertificateOptions.CaPath)} {wrong}");
    }
}
