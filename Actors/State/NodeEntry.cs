using Akka.Actor;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.State;

/// <summary>A service node that sessions can be placed on, as this gateway knows it.</summary>
/// <param name="Id">The node; its address is unique in the table.</param>
/// <param name="Link">Takes a <see cref="Messages.SessionOpening"/> for it: the service group of this process, or the link to another.</param>
/// <param name="IsLocal">This process itself.</param>
/// <param name="Report">What it last said.</param>
internal sealed record NodeEntry(NodeId Id, IActorRef Link, bool IsLocal, NodeReport Report);
