using System.Net;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Routing;

/// <summary>What is asked of placement for one session.</summary>
/// <param name="Client">The client's address.</param>
/// <param name="StateType">The type of the state that it brings; empty for none.</param>
/// <param name="StateVersion">Its version.</param>
internal readonly record struct PlacementRequest(IPAddress Client, string StateType = "", int StateVersion = 0)
{
    public StartKind Start { get; init; }

    /// <summary>It should go here if that can be.</summary>
    public NodeId? Preferred { get; init; }

    /// <summary>Nowhere else will do but <see cref="Preferred"/>.</summary>
    public bool OnlyPreferred { get; init; }

    /// <summary>It should not go here if another can take it.</summary>
    public NodeId? Avoid { get; init; }

    /// <summary>It must not go here.</summary>
    public NodeId? Leaving { get; init; }

    /// <summary>It may end the process that it runs in.</summary>
    public bool Suspect { get; init; }

    public static PlacementRequest Of(SessionOpening opening)
    {
        var open = opening.Open;
        return new PlacementRequest(open.Connection.Sockets.Peer.Address, open.State?.Type ?? "", open.State?.Version ?? 0)
        {
            Start = open.Start,
            Preferred = opening.Preferred,
            Avoid = opening.Avoid,
            Suspect = opening.Suspect,
        };
    }

    public static PlacementRequest Of(PlacementProtocol.Find find) => new(find.Client, find.StateType, find.StateVersion)
    {
        Start = StartKind.Resumed,
        Preferred = find.Preferred,
        OnlyPreferred = find.Preferred is not null,
        Leaving = find.Leaving,
    };
}
