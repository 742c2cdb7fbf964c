namespace SocketGateway.Gateway.Hosting;

/// <summary>The nodes that this one knows, for operators.</summary>
internal interface INodes
{
    /// <summary>All of them, this one first.</summary>
    IReadOnlyList<NodeView> List();

    /// <summary>A service on a node takes no further sessions and asks those it has to go elsewhere, or takes them again. Null when that was passed on, else why not.</summary>
    string? Drain(string service, string node, bool drain);

    /// <summary>Asks a share of the connections whose sessions of a service run on some nodes to have them on others.</summary>
    /// <param name="move">What goes where.</param>
    /// <param name="everywhere">Whether other gateways are asked too.</param>
    Task<SessionMove.Outcome> MoveAsync(SessionMove move, bool everywhere);
}
