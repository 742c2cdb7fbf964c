using Akka.Actor;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// Associations of this system with others over which it hears nothing. Where another node connects to this one while this one connects to it, and that node still holds the
/// association with the system that was here before, Akka.Remote may close one connection and stop reading from the other: what is sent arrives, no answer ever does, and
/// nobody notices. Only the next system at this address is heard again.
/// </summary>
internal sealed class DeafAssociations
{
    /// <summary>Looks until a node that was asked at each of them is one that cannot be heard.</summary>
    private const int Patience = 5;

    private readonly Dictionary<Address, int> _unheard = [];

    /// <summary>A connection to another system stands.</summary>
    public void Opened(Address node) => _unheard.TryAdd(node, 0);

    /// <summary>It is gone, which Akka.Remote knows and sees to.</summary>
    public void Closed(Address node) => _unheard.Remove(node);

    /// <summary>The other system was heard, and so will be whatever it says later.</summary>
    public void Heard(Address node) => Closed(node);

    /// <summary>Counts a look.</summary>
    /// <param name="ask">Sends a question that every system answers.</param>
    /// <returns>Whether a node has been asked often enough.</returns>
    public bool Look(Action<Address> ask)
    {
        foreach (var node in _unheard.Keys.ToList())
        {
            if (++_unheard[node] > Patience) return true;
            ask(node);
        }

        return false;
    }
}
