using Akka.Actor;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>One question to every gateway that is linked to this node, and the answers that come in time.</summary>
internal sealed class GatewayQuestion : UntypedActor, IWithTimers
{
    private readonly LinkControl _question;
    private readonly TaskCompletionSource<IReadOnlyList<object>> _answered;
    private readonly List<object> _answers = [];
    private int _awaited = int.MaxValue;

    private GatewayQuestion(LinkControl question, TaskCompletionSource<IReadOnlyList<object>> answered) => (_question, _answered) = (question, answered);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>What each gateway answers to a verb, UTF-8 JSON both ways; none when there is no way to one.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> AskAsync(ClusterSystem cluster, string verb, byte[] question) =>
        [.. (await AskAsync(cluster, new LinkControl.Ask(0, verb, question)).ConfigureAwait(false)).OfType<LinkControl.Answer>().Select(a => a.Reply).Where(r => r.Length > 0)];

    /// <summary>Pushes to a connection that is another gateway's, by id, or by alias when that is not empty.</summary>
    public static async Task<PushResult> PushAsync(ClusterSystem cluster, ConnectionId id, string alias, PushMessage message)
    {
        var answers = await AskAsync(cluster, new LinkControl.Push(0, id, alias, message)).ConfigureAwait(false);
        return answers.OfType<PushResult>().Where(r => r != PushResult.NotFound).Append(PushResult.NotFound).First();
    }

    protected override void PreStart()
    {
        Context.ActorSelection("/user/" + LinksActor.Name).Tell(new LinksProtocol.ToGateways(_question));
        Timers.StartSingleTimer(nameof(LinksActor.AskPatience), nameof(LinksActor.AskPatience), LinksActor.AskPatience);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinksProtocol.Asked asked:
                _awaited = asked.Nodes;
                break;
            case LinkControl.Answer or PushResult:
                _answers.Add(message);
                break;
            case nameof(LinksActor.AskPatience):
                _awaited = 0;
                break;
            default:
                Unhandled(message);
                return;
        }

        if (_answers.Count >= _awaited) Context.Stop(Self);
    }

    protected override void PostStop() => _answered.TrySetResult([.. _answers]);

    private static Task<IReadOnlyList<object>> AskAsync(ClusterSystem cluster, LinkControl question)
    {
        if (cluster.Current is not { WhenTerminated.IsCompleted: false } system) return Task.FromResult<IReadOnlyList<object>>([]);
        var answered = new TaskCompletionSource<IReadOnlyList<object>>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            system.ActorOf(ActorProps.For(() => new GatewayQuestion(question, answered)));
        }
        catch (InvalidOperationException)
        {
            // It ends at this very moment.
            answered.TrySetResult([]);
        }

        return answered.Task;
    }
}
