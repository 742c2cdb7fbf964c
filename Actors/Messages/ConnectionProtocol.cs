using Akka.Actor;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Messages;

/// <summary>What a connection is told beside the messages of its socket and of its session.</summary>
internal static class ConnectionProtocol
{
    /// <summary>End the connection with an error; committed output is flushed first.</summary>
    internal sealed record Kick(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>End the connection at once, without a flush.</summary>
    internal sealed record Abort(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>Close in an orderly way if the connection is idle: nothing held, nothing unacknowledged.</summary>
    internal sealed record CloseIfIdle(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>The gateway closes.</summary>
    internal sealed record Drain(TimeSpan Remaining) : INoSerializationVerificationNeeded;

    /// <summary>A message for the session; answered by <see cref="PushResult"/>.</summary>
    internal sealed record Push(PushMessage Message) : INoSerializationVerificationNeeded;

    /// <summary>Ask for a <see cref="ConnectionSnapshot"/>.</summary>
    internal sealed class GetSnapshot : INoSerializationVerificationNeeded
    {
        public static readonly GetSnapshot Instance = new();
    }

    /// <summary>Tell this feed what happens.</summary>
    internal sealed record Watch(IConnectionFeed Feed) : INoSerializationVerificationNeeded;

    /// <summary>The session of this epoch is gone without a word.</summary>
    internal sealed record SessionGone(int Epoch) : INoSerializationVerificationNeeded;

    /// <summary>The way to the node of this epoch's session is gone, and the session with it.</summary>
    internal sealed record NodeLost(int Epoch, NodeId Node, string Reason) : INoSerializationVerificationNeeded
    {
        /// <summary>The reason when the other process closed the way, as its kernel does when it dies. Silence is a frozen node or a cut cable, and says nothing about what it worked on.</summary>
        public const string Disassociated = "disassociated";

        /// <summary>What the session worked on may have ended its whole process (rule 14).</summary>
        public bool IsCrash => Reason == Disassociated;
    }

    /// <summary>An operator, or the node itself, wants the session elsewhere: at <paramref name="Target"/> if that is given.</summary>
    internal sealed record Move(NodeId? Target, string Why) : INoSerializationVerificationNeeded;

    /// <summary>A connection has ended: to its listener.</summary>
    internal sealed record Ended(ConnectionId Id) : INoSerializationVerificationNeeded;
}
