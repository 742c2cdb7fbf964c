using System.Text.Json;
using SocketGateway.Actors.Clustering;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Telnet;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Takes what an operator types to the gateways that the nodes of a cluster are linked to.</summary>
internal sealed class ClusterConsole(ClusterSystem cluster, GatewayStart start) : IConsoleRelay
{
    public bool IsGateway => start.Options.Cluster.IsGateway;

    public async Task<IReadOnlyList<RelayedAnswer>> AskAsync(string line, ConsoleCaller caller)
    {
        var question = JsonSerializer.SerializeToUtf8Bytes(RelayedLine.Of(line, caller));
        var answers = await GatewayQuestions.AskAsync(cluster, RelayedLine.Verb, question);
        return [.. answers.Select(a => JsonSerializer.Deserialize<RelayedAnswer>(a.Span)!).OrderBy(a => a.Gateway, StringComparer.Ordinal)];
    }
}
