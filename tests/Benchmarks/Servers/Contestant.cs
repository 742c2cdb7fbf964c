namespace SocketGateway.Benchmarks.Servers;

/// <summary>One side of a row: a name, and how its server is started.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Command">Its server on fresh ports, given the port of the destination where the row has one.</param>
internal sealed record Contestant(string Name, Func<int, ServerCommand> Command)
{
    /// <summary>Why it cannot take part on this machine; null where it can.</summary>
    public string? Missing { get; init; }
}
