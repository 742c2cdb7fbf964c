using System.Diagnostics.CodeAnalysis;

namespace SocketGateway.Gateway.Logins;

/// <summary>Failures by key; of more than the capacity the longest unrepeated are forgotten, and so is what is older than the memory. Not thread-safe.</summary>
internal sealed class FailureTable<TKey>(int capacity, TimeSpan memory, TimeProvider clock, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = new(comparer);

    // By their last failure, the oldest first.
    private readonly LinkedList<Entry> _order = new();

    public int Count => _entries.Count;

    /// <summary>Failures, each within the memory of the one before it.</summary>
    public int Failures(TKey key) => TryFind(key, out var node) ? node.Value.Failures : 0;

    /// <summary>One more.</summary>
    /// <returns>Failures with this one.</returns>
    public int Add(TKey key)
    {
        var failures = Failures(key) + 1;
        Clear(key);
        while (_order.First is { } oldest && (_entries.Count >= capacity || IsOver(oldest))) Clear(oldest.Value.Key);
        _entries[key] = _order.AddLast(new Entry(key, failures, clock.GetTimestamp()));
        return failures;
    }

    public void Clear(TKey key)
    {
        if (_entries.Remove(key, out var node)) _order.Remove(node);
    }

    private bool TryFind(TKey key, [NotNullWhen(true)] out LinkedListNode<Entry>? node) => _entries.TryGetValue(key, out node) && !IsOver(node);

    private bool IsOver(LinkedListNode<Entry> node) => clock.GetElapsedTime(node.Value.Last) >= memory;

    private sealed record Entry(TKey Key, int Failures, long Last);
}
