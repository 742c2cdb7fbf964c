namespace SocketGateway.Gateway.Hosting;

/// <summary>The ports of this gateway, for operators.</summary>
internal interface IListeners
{
    /// <summary>Every enabled listener, in order of their names.</summary>
    IReadOnlyList<ListenerView> List();

    /// <summary>Closes a port for new clients, or opens it again; existing connections go on. What is so already stays so.</summary>
    Task<ListenerChange> SetAsync(string name, bool listening, CancellationToken cancellationToken);
}
