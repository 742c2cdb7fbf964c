using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Kestrel's limits under Kestrel's names, and with its defaults. The listener's own limits come before them.</summary>
internal sealed record HttpLimitOptions
{
    private static readonly KestrelServerLimits Kestrel = new();

    /// <summary>Bytes of a request's body; above it 413. Default 30,000,000; null for no limit. An application may change it for a request.</summary>
    public long? MaxRequestBodySize { get; init; } = Kestrel.MaxRequestBodySize;

    /// <summary>Bytes of the first line of a request; above it 414. Default 8 KiB.</summary>
    public int MaxRequestLineSize { get; init; } = Kestrel.MaxRequestLineSize;

    /// <summary>Bytes of all headers of a request; above it 431. Default 32 KiB.</summary>
    public int MaxRequestHeadersTotalSize { get; init; } = Kestrel.MaxRequestHeadersTotalSize;

    /// <summary>Headers of a request; above it 431. Default 100.</summary>
    public int MaxRequestHeaderCount { get; init; } = Kestrel.MaxRequestHeaderCount;

    /// <summary>Bytes of a response that wait while the client does not take them, before its application waits. Default 64 KiB.</summary>
    public long? MaxResponseBufferSize { get; init; } = Kestrel.MaxResponseBufferSize;

    /// <summary>WebSockets of this service that may be open at once. Default null: no limit but that of connections.</summary>
    public long? MaxConcurrentUpgradedConnections { get; init; } = Kestrel.MaxConcurrentUpgradedConnections;

    /// <summary>How long a connection may be silent before its first request and between requests. Default 130 s.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = Kestrel.KeepAliveTimeout;

    /// <summary>How long the headers of a request may take; after it 408. Default 30 s.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = Kestrel.RequestHeadersTimeout;

    /// <summary>How slow a request's body may come; a slower one is answered with 408.</summary>
    public HttpDataRateOptions MinRequestBodyDataRate { get; init; } = new();

    /// <summary>How slowly a client may take a response; a slower one is reset.</summary>
    public HttpDataRateOptions MinResponseDataRate { get; init; } = new();

    /// <summary>Limits of HTTP/2.</summary>
    public Http2LimitOptions Http2 { get; init; } = new();

    private IEnumerable<(string Key, Action<KestrelServerLimits> Set)> Settings =>
    [
        (nameof(MaxRequestBodySize), limits => limits.MaxRequestBodySize = MaxRequestBodySize),
        (nameof(MaxRequestLineSize), limits => limits.MaxRequestLineSize = MaxRequestLineSize),
        (nameof(MaxRequestHeadersTotalSize), limits => limits.MaxRequestHeadersTotalSize = MaxRequestHeadersTotalSize),
        (nameof(MaxRequestHeaderCount), limits => limits.MaxRequestHeaderCount = MaxRequestHeaderCount),
        (nameof(MaxResponseBufferSize), limits => limits.MaxResponseBufferSize = MaxResponseBufferSize),
        (nameof(MaxConcurrentUpgradedConnections), limits => limits.MaxConcurrentUpgradedConnections = MaxConcurrentUpgradedConnections),
        (nameof(KeepAliveTimeout), limits => limits.KeepAliveTimeout = KeepAliveTimeout),
        (nameof(RequestHeadersTimeout), limits => limits.RequestHeadersTimeout = RequestHeadersTimeout),
        (nameof(MinRequestBodyDataRate), limits => limits.MinRequestBodyDataRate = MinRequestBodyDataRate.ToKestrel()),
        (nameof(MinResponseDataRate), limits => limits.MinResponseDataRate = MinResponseDataRate.ToKestrel()),
        .. Http2.Settings.Select(setting => ($"{nameof(Http2)}:{setting.Key}", (Action<KestrelServerLimits>)(limits => setting.Set(limits.Http2)))),
    ];

    /// <summary>What Kestrel would not take.</summary>
    public IEnumerable<ConfigurationFault> Validate()
    {
        var trial = new KestrelServerLimits();
        foreach (var (key, set) in Settings)
        {
            if (Refusal(set, trial) is { } why) yield return new ConfigurationFault(key, why);
        }
    }

    /// <summary>Sets them.</summary>
    public void Apply(KestrelServerLimits limits)
    {
        // Kestrel's socket transport has this buffer; here the windows of the connection are in its place.
        limits.MaxRequestBufferSize = null;
        foreach (var (_, set) in Settings) set(limits);
    }

    private static string? Refusal(Action<KestrelServerLimits> set, KestrelServerLimits trial)
    {
        try
        {
            set(trial);
            return null;
        }
        catch (ArgumentException refused)
        {
            // The name of a parameter and what it was say nothing to who wrote the key.
            return refused.Message.Split(" (Parameter", 2)[0];
        }
    }
}
