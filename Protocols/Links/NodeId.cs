namespace SocketGateway.Protocols.Links;

/// <summary>One start of one node: a node that comes back at the same address is another one.</summary>
/// <param name="Address">Where other nodes reach it, <c>host:port</c>.</param>
/// <param name="Incarnation">Drawn at random by each start.</param>
internal readonly record struct NodeId(string Address, ulong Incarnation)
{
    /// <summary>The address; the incarnation is for machines.</summary>
    public override string ToString() => Address;
}
