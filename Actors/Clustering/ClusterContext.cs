using Akka.Actor;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>What all links of this node share. Immutable; what it refers to is thread-safe.</summary>
internal sealed class ClusterContext
{
    public required GatewayContext Gateway { get; init; }
    public LinkLimits Limits { get; init; } = new();

    /// <summary>Silence of this length ends a link.</summary>
    public TimeSpan LinkTimeout
    {
        init => Limits = Limits with { Timeout = (long)value.TotalMilliseconds };
    }

    /// <summary>Bytes that may be under way on a link, each way.</summary>
    public int LinkWindow
    {
        init => Limits = Limits with { Window = value };
    }

    /// <summary>Of this node's services; an operator elsewhere may drain them.</summary>
    public required IActorRef Supervisor { get; init; }

    /// <summary>This node owns sockets, so it links to every other node.</summary>
    public required bool IsGateway { get; init; }

    /// <summary>Answers a question of an operator's whose session runs on another node: a verb, UTF-8 JSON in, UTF-8 JSON out.</summary>
    public Func<string, ReadOnlyMemory<byte>, Task<byte[]>> Answer { get; init; } = static (_, _) => Task.FromResult<byte[]>([]);

    /// <summary>Null: links are in clear text.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>The classes of the sessions that this node hosts.</summary>
    public IReadOnlyList<Type> Sessions { get; init; } = [];

    public ILogger Log => field ??= Gateway.LoggerFactory.CreateLogger("SocketGateway.Links");

    /// <summary>The other end of a link shows a certificate that is not taken.</summary>
    public void Refused(string certificate) =>
        Gateway.Repeats.Say(ClusterLog.CertificateRefusedId, "links", "", count => ClusterLog.CertificateRefused(Log, count, certificate));

    /// <summary>A link's handshake failed.</summary>
    public void NotSecured(string detail) => Gateway.Repeats.Say(LinkLog.NotSecuredId, "links", "", count => LinkLog.NotSecured(Log, count, detail));

    /// <summary>When each link of this gateway was last heard.</summary>
    public LinkSilence Silence { get; } = new();
}
