using System.Net;
using Akka.Actor;

namespace SocketGateway.Actors.Messages;

/// <summary>What the supervisor is told and what it answers.</summary>
internal static class GatewayProtocol
{
    /// <summary>Bind all listeners. Answered by <see cref="Started"/>: all bound, or none with every fault.</summary>
    internal sealed class Start : INoSerializationVerificationNeeded
    {
        public static readonly Start Instance = new();
    }

    /// <summary>The outcome of <see cref="Start"/>.</summary>
    internal sealed record Started(IReadOnlyDictionary<string, IPEndPoint> Bound, IReadOnlyList<ListenerProtocol.BindFailed> Faults) : INoSerializationVerificationNeeded;

    /// <summary>Suspend all listeners, let connections end, reset the rest at the deadline. Answered by <see cref="Drained"/>.</summary>
    internal sealed record Drain(TimeSpan Deadline, TimeSpan CloseSpread) : INoSerializationVerificationNeeded;

    /// <summary>No connection is left.</summary>
    internal sealed record Drained(int Reset) : INoSerializationVerificationNeeded;

    /// <summary>Suspend or resume one listener by its name; answered as <see cref="ListenerProtocol"/> says, or by <see cref="UnknownListener"/>.</summary>
    internal sealed record SetListening(string Listener, bool Listening) : INoSerializationVerificationNeeded;

    /// <summary>No listener has this name.</summary>
    internal sealed record UnknownListener(string Listener) : INoSerializationVerificationNeeded;
}
