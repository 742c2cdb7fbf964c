using System.Net;

namespace SocketGateway.Actors.Routing;

/// <summary>Chooses among nodes that can all take the session.</summary>
internal interface IPlacement
{
    /// <summary>The index of the chosen one; <paramref name="candidates"/> is never empty.</summary>
    int Choose(ReadOnlySpan<Candidate> candidates, IPAddress client);
}
