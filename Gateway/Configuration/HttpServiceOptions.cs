namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of every service that is an ASP.NET Core application.</summary>
internal record HttpServiceOptions
{
    /// <summary>What one connection and one request may ask for.</summary>
    public HttpLimitOptions Limits { get; init; } = new();
}
