namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Ftp.</summary>
internal sealed record FtpServiceOptions
{
    /// <summary>The directory that is served, which clients cannot leave; relative to the working directory. Default
    /// <c>data/ftp</c>.</summary>
    public string Root { get; init; } = "data/ftp";

    /// <summary>The ports for passive data connections: <c>from-to</c>. Default <c>0</c>: any free one.</summary>
    public PassivePortRange PassivePorts { get; init; } = PassivePortRange.Any;

    /// <summary>What a client may do without a user. Not set: <see cref="AnonymousAccess.ReadOnly"/> while only this machine can reach
    /// the service, else <see cref="AnonymousAccess.Off"/>. Always set once the configuration has been read.</summary>
    public AnonymousAccess? Anonymous { get; init; }
}
