namespace SocketGateway.Protocols.Links;

/// <summary>The end of a link that a node is.</summary>
internal enum LinkRole
{
    /// <summary>Owns sockets; says hello.</summary>
    Gateway,

    /// <summary>Hosts sessions; welcomes.</summary>
    Service,
}
