using System.Net;

namespace SocketGateway.Actors.Messages;

/// <summary>A route of a listener, as configured; what is empty asks for nothing.</summary>
/// <param name="Service">Where its connections go.</param>
/// <param name="ServerNames">Host names of the ClientHello.</param>
/// <param name="Protocols">Its application protocols.</param>
/// <param name="Clients">Networks of clients.</param>
/// <param name="FirstBytes">What clients begin with.</param>
internal sealed record RoutePlan(
    string Service, IReadOnlyList<string> ServerNames, IReadOnlyList<string> Protocols, IReadOnlyList<IPNetwork> Clients, IReadOnlyList<ReadOnlyMemory<byte>> FirstBytes)
{
    /// <summary>The service goes by what a ClientHello says.</summary>
    public bool WantsHello { get; init; }
}
