using System.Net;

namespace SocketGateway.Protocols.Admission;

/// <summary>
/// A bucket for each client that came within the last second; one that did not come has a full one, which need not be kept. At most <paramref name="capacity"/>
/// of them: above it the one is forgotten that was not taken from for the longest time, so that its client may come a little more often than it should; nobody is refused for want of room.
/// </summary>
/// <param name="perSecond">Tokens that one client gets a second; at least 1.</param>
/// <param name="capacity">How many clients are remembered.</param>
internal sealed class ClientBuckets(int perSecond, int capacity)
{
    private readonly Dictionary<AddressBits, LinkedListNode<Entry>> _entries = [];

    // By when they were last taken from, the longest ago first.
    private readonly LinkedList<Entry> _order = new();

    public int Count => _entries.Count;

    public bool HasToken(IPAddress client, long now) =>
        !_entries.TryGetValue(AddressBits.Of(client).Client, out var known) || known.Value.Bucket.HasToken(now);

    /// <summary>To be called after <see cref="HasToken"/> only.</summary>
    public void Take(IPAddress client, long now)
    {
        var key = AddressBits.Of(client).Client;
        if (_entries.TryGetValue(key, out var node)) _order.Remove(node);
        else _entries.Add(key, node = new LinkedListNode<Entry>(new Entry(key, new TokenBucket(perSecond, now))));
        node.Value.Bucket.Take();
        node.Value.Taken = now;
        _order.AddLast(node);
        while (_entries.Count > capacity || now - _order.First!.Value.Taken >= TokenBucket.FillTime)
        {
            _entries.Remove(_order.First!.Value.Client);
            _order.RemoveFirst();
        }
    }

    private sealed class Entry(AddressBits client, TokenBucket bucket)
    {
        public AddressBits Client => client;
        public TokenBucket Bucket => bucket;
        public long Taken { get; set; }
    }
}
