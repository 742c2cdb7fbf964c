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

    public static Props PropsFor(LinkControl question, TaskCompletionSource<IReadOnlyList<object>> answered) => ActorProps.For(() => new GatewayQuestion(question, answered));

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
}
