using System.Net;
using Akka.Actor;

namespace SocketGateway.Actors.Messages;

/// <summary>What a listener is told and what it says.</summary>
internal static class ListenerProtocol
{
    /// <summary>Close the port for new clients; existing connections go on. Answered by <see cref="Suspended"/>.</summary>
    internal sealed class Suspend : INoSerializationVerificationNeeded
    {
        public static readonly Suspend Instance = new();
    }

    /// <summary>Open the port again. Answered by <see cref="Bound"/> or <see cref="BindFailed"/>.</summary>
    internal sealed class Resume : INoSerializationVerificationNeeded
    {
        public static readonly Resume Instance = new();
    }

    /// <summary>The port is closed for new clients.</summary>
    internal sealed record Suspended(string Listener) : INoSerializationVerificationNeeded;

    /// <summary>The port is open.</summary>
    internal sealed record Bound(string Listener, IPEndPoint Local) : INoSerializationVerificationNeeded;

    /// <summary>The port could not be opened.</summary>
    internal sealed record BindFailed(string Listener, IPEndPoint Local, string Error) : INoSerializationVerificationNeeded;
}
