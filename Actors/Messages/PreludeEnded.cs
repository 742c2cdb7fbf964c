using Akka.Actor;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Messages;

/// <summary>Everything that was to be found out from a connection's first bytes is.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Lost">The client was gone before.</param>
internal sealed record PreludeEnded(ConnectionId Connection, bool Lost) : INoSerializationVerificationNeeded;
