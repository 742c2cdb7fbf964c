namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Http.</summary>
internal sealed record StaticSiteOptions : HttpServiceOptions
{
    /// <summary>The directory of the static site, relative to the working directory. Default null: the bundled page.</summary>
    public string? Root { get; init; }

    /// <summary>Whether a directory without <c>index.html</c> is answered with a list of what is in it. Default false: 404.</summary>
    public bool DirectoryBrowsing { get; init; }

    /// <summary>
    /// Whether text is compressed also under TLS. Default false: the length of a compressed answer tells of a secret that stands beside words of the request (BREACH).
    /// </summary>
    public bool CompressionUnderTls { get; init; }
}
