namespace SocketGateway.Gateway.Telnet;

/// <summary>The consoles of the gateways of a cluster.</summary>
internal interface IConsoleRelay
{
    /// <summary>This node is a gateway itself.</summary>
    bool IsGateway { get; }

    /// <summary>What each other gateway answers to a line.</summary>
    Task<IReadOnlyList<RelayedAnswer>> AskAsync(string line, ConsoleCaller caller);
}
