using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Certificates;

/// <summary>The certificates of all listeners: what is shown, and what a look at their files changes about that.</summary>
internal sealed class CertificateStore
{
    /// <summary>How often a certificate that clients refuse, or soon will, is complained of.</summary>
    private static readonly TimeSpan WarningPause = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<ListenerCertificates> _listeners;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Dictionary<ServerCertificate, DateTimeOffset> _warned;

    public CertificateStore(IReadOnlyList<ListenerCertificates> listeners, TimeProvider clock, ILogger log)
    {
        (_listeners, _clock, _log) = (listeners, clock, log);

        // The start has said it.
        var now = clock.GetUtcNow();
        _warned = listeners.SelectMany(listener => listener.Current).ToDictionary(served => served.Certificate, _ => now);
    }

    /// <summary>What is shown at present.</summary>
    public IEnumerable<(string Listener, string Host, ServerCertificate Certificate)> Current =>
        from listener in _listeners
        from served in listener.Current
        select (listener.Listener, served.Host, served.Certificate);

    /// <summary>Those of the listeners that will be bound.</summary>
    public static CertificateStore Create(IServiceProvider provider) => new(
        [.. from listener in provider.GetRequiredService<GatewayStart>().Options.EnabledListeners()
            where listener.Value.Tls is not null
            select new ListenerCertificates(listener.Key, listener.Value.Tls!)],
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILoggerFactory>().CreateLogger("SocketGateway.Certificates"));

    public ListenerCertificates Of(string listener) => _listeners.First(l => l.Listener == listener);

    /// <summary>Looks at all files, and logs what changed. No connection notices; handshakes from now on show what is new.</summary>
    /// <param name="now">Does not wait until the files have settled.</param>
    /// <returns>In words, how many there are, are new, and cannot be used.</returns>
    public string Look(bool now)
    {
        lock (_gate)
        {
            var (taken, refused) = (0, 0);
            foreach (var listener in _listeners)
            {
                foreach (var (subject, change, fault) in listener.Look(now))
                {
                    if (change == FileChange.Taken) taken++;
                    else refused++;
                    if (change == FileChange.Taken) CertificateLog.Renewed(_log, listener.Listener, subject);
                    else CertificateLog.Refused(_log, listener.Listener, subject, fault);
                }
            }

            Warn();
            return _listeners.Count == 0
                ? "no listener has a certificate"
                : $"of {_listeners.Sum(listener => listener.Count)} certificates and authorities {taken} are new, {refused} cannot be used";
        }
    }

    private void Warn()
    {
        var now = _clock.GetUtcNow();
        var current = Current.ToList();
        foreach (var former in _warned.Keys.Except(current.Select(served => served.Certificate)).ToList()) _warned.Remove(former);
        foreach (var (listener, host, certificate) in current)
        {
            if (certificate.Warning(now) is not { } warning || (_warned.TryGetValue(certificate, out var last) && now - last < WarningPause)) continue;
            _warned[certificate] = now;
            CertificateLog.Expires(_log, listener, host, warning);
        }
    }
}
