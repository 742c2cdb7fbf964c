namespace SocketGateway.Gateway.Hosting;

/// <summary>The nodes that this one knows, for operators.</summary>
internal interface INodes
{
    /// <summary>All of them, this one first.</summary>
    IReadOnlyList<NodeView> List();
}
