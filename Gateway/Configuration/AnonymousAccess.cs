namespace SocketGateway.Gateway.Configuration;

/// <summary>What an FTP client may do without a user.</summary>
internal enum AnonymousAccess
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>List and fetch.</summary>
    ReadOnly,
}
