using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>What this node asks of all gateways that are linked to it.</summary>
internal static class GatewayQuestions
{
    /// <summary>What each gateway answers to a verb, UTF-8 JSON both ways; none when there is no way to one.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> AskAsync(ClusterSystem cluster, string verb, byte[] question) =>
        [.. (await AskAsync(cluster, new LinkControl.Ask(0, verb, question)).ConfigureAwait(false)).OfType<LinkControl.Answer>().Select(a => a.Reply).Where(r => r.Length > 0)];

    /// <summary>Pushes to a connection that is another gateway's, by id, or by alias when that is not empty.</summary>
    public static async Task<PushResult> PushAsync(ClusterSystem cluster, ConnectionId id, string alias, PushMessage message)
    {
        var answers = await AskAsync(cluster, new LinkControl.Push(0, id, alias, message)).ConfigureAwait(false);
        return answers.OfType<PushResult>().Where(r => r != PushResult.NotFound).Append(PushResult.NotFound).First();
    }

    private static Task<IReadOnlyList<object>> AskAsync(ClusterSystem cluster, LinkControl question)
    {
        if (cluster.Current is not { WhenTerminated.IsCompleted: false } system) return Task.FromResult<IReadOnlyList<object>>([]);
        var answered = new TaskCompletionSource<IReadOnlyList<object>>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            system.ActorOf(GatewayQuestion.PropsFor(question, answered));
        }
        catch (InvalidOperationException)
        {
            // It ends at this very moment.
            answered.TrySetResult([]);
        }

        return answered.Task;
    }
}
