namespace SocketGateway.EndToEnd.Cluster;

/// <summary>What one node has for itself.</summary>
internal sealed record NodePlan
{
    /// <summary>Settings by their key below <c>SocketGateway</c>.</summary>
    public IReadOnlyList<(string Key, string Value)> Values { get; init; } = [];

    /// <summary>The address under which others reach it.</summary>
    public string Hostname { get; init; } = "127.0.0.1";

    /// <summary>Words before its command line.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public static NodePlan With(params IReadOnlyList<(string Key, string Value)> values) => new() { Values = values };
}
