using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Kestrel's limits of an HTTP/2 connection under Kestrel's names, and with its defaults.</summary>
internal sealed record Http2LimitOptions
{
    private static readonly Http2Limits Kestrel = new KestrelServerLimits().Http2;

    /// <summary>Requests at once. Default 100.</summary>
    public int MaxStreamsPerConnection { get; init; } = Kestrel.MaxStreamsPerConnection;

    /// <summary>Bytes of the table of known headers. Default 4 KiB.</summary>
    public int HeaderTableSize { get; init; } = Kestrel.HeaderTableSize;

    /// <summary>Bytes of a frame, from 16 KiB. Default 16 KiB.</summary>
    public int MaxFrameSize { get; init; } = Kestrel.MaxFrameSize;

    /// <summary>Bytes of one header. Default 32 KiB.</summary>
    public int MaxRequestHeaderFieldSize { get; init; } = Kestrel.MaxRequestHeaderFieldSize;

    /// <summary>Bytes of request bodies that wait for their applications, in all. Default 1 MiB.</summary>
    public int InitialConnectionWindowSize { get; init; } = Kestrel.InitialConnectionWindowSize;

    /// <summary>The same of one request. Default 768 KiB.</summary>
    public int InitialStreamWindowSize { get; init; } = Kestrel.InitialStreamWindowSize;

    /// <summary>After how long a silence the client is asked whether it is there, from 1 s. Default: never.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = Kestrel.KeepAlivePingDelay;

    /// <summary>How long it may take to answer, from 1 s. Default 20 s.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = Kestrel.KeepAlivePingTimeout;

    /// <summary>Each key, and what sets it.</summary>
    internal IEnumerable<(string Key, Action<Http2Limits> Set)> Settings =>
    [
        (nameof(MaxStreamsPerConnection), limits => limits.MaxStreamsPerConnection = MaxStreamsPerConnection),
        (nameof(HeaderTableSize), limits => limits.HeaderTableSize = HeaderTableSize),
        (nameof(MaxFrameSize), limits => limits.MaxFrameSize = MaxFrameSize),
        (nameof(MaxRequestHeaderFieldSize), limits => limits.MaxRequestHeaderFieldSize = MaxRequestHeaderFieldSize),
        (nameof(InitialConnectionWindowSize), limits => limits.InitialConnectionWindowSize = InitialConnectionWindowSize),
        (nameof(InitialStreamWindowSize), limits => limits.InitialStreamWindowSize = InitialStreamWindowSize),
        (nameof(KeepAlivePingDelay), limits => limits.KeepAlivePingDelay = KeepAlivePingDelay),
        (nameof(KeepAlivePingTimeout), limits => limits.KeepAlivePingTimeout = KeepAlivePingTimeout),
    ];
}
