namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Http.</summary>
internal sealed record HttpServiceOptions
{
    /// <summary>The directory of the static site, relative to the working directory. Default null: the bundled page.</summary>
    public string? Root { get; init; }
}
