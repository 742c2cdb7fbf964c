using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>What the two ends of a link say to each other beside the messages of sessions. It goes before these.</summary>
internal abstract record LinkControl
{
    /// <summary>Gateway to service node: the first frame of a link. <paramref name="Link"/>, drawn at random, is the link's number once it was welcomed (rule 18).</summary>
    internal sealed record Hello(NodeId From, ulong Link) : LinkControl;

    /// <summary>Service node to gateway: the link with the number of this frame is up; <paramref name="To"/> repeats who said hello.</summary>
    internal sealed record Welcome(NodeId From, NodeId To) : LinkControl;

    /// <summary>Service node to gateway: see <see cref="NodeReport"/>.</summary>
    internal sealed record Report(NodeReport Node) : LinkControl;

    /// <summary>Gateway to service node: would a session with this state be taken within the next seconds (rule 16)? Answered by <see cref="Reserved"/>.</summary>
    internal sealed record Reserve(long Request, string Service, string StateType, int StateVersion) : LinkControl;

    /// <summary>Service node to gateway: yes, or why not; an empty reason is a yes.</summary>
    internal sealed record Reserved(long Request, string Refusal) : LinkControl;

    /// <summary>Gateway to service node: an operator drains a service there, or ends that; an empty name means all services.</summary>
    internal sealed record DrainService(string Service, bool Drain) : LinkControl;

    /// <summary>Either way: a push for a connection of the other side, by id, or by <paramref name="Alias"/> when that is not empty. Answered by <see cref="PushAnswer"/>.</summary>
    internal sealed record Push(long Request, ConnectionId Id, string Alias, PushMessage Message) : LinkControl;

    /// <summary>The answer to <see cref="Push"/>.</summary>
    internal sealed record PushAnswer(long Request, PushResult Result) : LinkControl;

    /// <summary>Service node to gateway: a question of an operator's whose console session runs there; <paramref name="Question"/> is UTF-8 JSON. Answered by <see cref="Answer"/>.</summary>
    internal sealed record Ask(long Request, string Verb, ReadOnlyMemory<byte> Question) : LinkControl;

    /// <summary>The answer to <see cref="Ask"/>, UTF-8 JSON.</summary>
    internal sealed record Answer(long Request, ReadOnlyMemory<byte> Reply) : LinkControl;
}
