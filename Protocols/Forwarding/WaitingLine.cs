namespace SocketGateway.Protocols.Forwarding;

/// <summary>
/// Those that wait for a destination, called in the order in which they came. Not thread-safe.
/// Whoever was called stays in the books until it comes or leaves, so that no newcomer takes what it was called for.
/// </summary>
/// <param name="max">How many may wait.</param>
internal sealed class WaitingLine(int max)
{
    private readonly LinkedList<(IDestinationWaiter Waiter, long Seen)> _line = new();
    private readonly Dictionary<IDestinationWaiter, LinkedListNode<(IDestinationWaiter Waiter, long Seen)>> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Those that wait.</summary>
    public int Count => _line.Count;

    /// <summary>Those that were called and have not come yet.</summary>
    public int Called => _places.Count - _line.Count;

    /// <summary>True when it waits, or did so already; false when too many do.</summary>
    /// <param name="waiter">Who wants to wait.</param>
    /// <param name="seen">The version of the pool in which there was nothing for it.</param>
    public bool TryEnter(IDestinationWaiter waiter, long seen)
    {
        if (_places.ContainsKey(waiter)) return true;
        if (_line.Count >= max) return false;
        _places.Add(waiter, _line.AddLast((waiter, seen)));
        return true;
    }

    /// <summary>It comes, or waits no more; true when it had been called.</summary>
    public bool Leave(IDestinationWaiter waiter)
    {
        if (!_places.Remove(waiter, out var place)) return false;
        if (place.List is null) return true;
        _line.Remove(place);
        return false;
    }

    /// <summary>
    /// Calls as many as may get through, and gives them. One that has seen this version is passed over: what is free is nothing for it, and it would be called for ever.
    /// </summary>
    public List<IDestinationWaiter>? Call(long free, long version)
    {
        List<IDestinationWaiter>? called = null;
        for (var place = _line.First; place is not null && Called < free;)
        {
            var next = place.Next;
            if (place.Value.Seen < version)
            {
                _line.Remove(place);
                (called ??= []).Add(place.Value.Waiter);
            }

            place = next;
        }

        return called;
    }
}
