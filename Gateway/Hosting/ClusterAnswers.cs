using System.Text.Json;
using SocketGateway.Gateway.Telnet;

namespace SocketGateway.Gateway.Hosting;

/// <summary>What other nodes ask this gateway, UTF-8 JSON both ways. With <c>Cluster:Tls</c> they have proved who they are in the handshake of their links.</summary>
internal sealed class ClusterAnswers(INodes nodes, ConsoleCommands console)
{
    /// <summary>The answer to a verb; nothing to one that this version does not know.</summary>
    public async Task<byte[]> AnswerAsync(string verb, ReadOnlyMemory<byte> question) => verb switch
    {
        SessionMove.Verb => JsonSerializer.SerializeToUtf8Bytes(await nodes.MoveAsync(JsonSerializer.Deserialize<SessionMove>(question.Span)!, everywhere: false)),
        RelayedLine.Verb => JsonSerializer.SerializeToUtf8Bytes(await AnswerAsync(JsonSerializer.Deserialize<RelayedLine>(question.Span)!)),
        _ => [],
    };

    private async Task<RelayedAnswer> AnswerAsync(RelayedLine asked)
    {
        using var patience = new CancellationTokenSource(Actors.Clustering.LinksActor.AskPatience);
        return RelayedAnswer.Of(nodes.List()[0].Address, await console.RunAsync(asked.Line, asked.AsCaller(), patience.Token));
    }
}
