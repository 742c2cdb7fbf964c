using Microsoft.Extensions.Logging;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>What all links of this node share. Immutable; what it refers to is thread-safe.</summary>
internal sealed class ClusterContext
{
    public required GatewayContext Gateway { get; init; }
    public required LinkLimits Limits { get; init; }

    /// <summary>This node owns sockets, so it links to every other node.</summary>
    public required bool IsGateway { get; init; }

    /// <summary>What this node says of itself.</summary>
    public required Func<NodeReport> Report { get; init; }

    /// <summary>Drains a service of this node, or lets it take sessions again; an empty name means all.</summary>
    public Action<string, bool> Drain { get; init; } = static (_, _) => { };

    /// <summary>Answers a question of an operator's whose session runs on another node: a verb, UTF-8 JSON in, UTF-8 JSON out.</summary>
    public Func<string, ReadOnlyMemory<byte>, Task<byte[]>> Answer { get; init; } = static (_, _) => Task.FromResult<byte[]>([]);

    public ILogger Log => field ??= Gateway.LoggerFactory.CreateLogger("SocketGateway.Links");

    /// <summary>When each link of this gateway was last heard.</summary>
    public LinkSilence Silence { get; } = new();
}
