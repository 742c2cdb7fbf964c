using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Protocols.Admission;

/// <summary>Any number of networks, asked by binary search: ranges of addresses in order, those that touch joined. IPv4 and IPv6 are apart: <c>::/0</c> has no IPv4 client.</summary>
internal sealed class NetworkSet
{
    private readonly Ranges _version4;
    private readonly Ranges _version6;

    public NetworkSet(IEnumerable<IPNetwork> networks)
    {
        var ranges = networks.Select(RangeOf).ToLookup(r => r.IsVersion4, r => (r.First, r.Last));
        (_version4, _version6) = (new Ranges(ranges[true]), new Ranges(ranges[false]));
    }

    public bool IsEmpty => _version4.IsEmpty && _version6.IsEmpty;

    public bool Contains(IPAddress address)
    {
        var bits = AddressBits.Of(address);
        return (bits.IsVersion4 ? _version4 : _version6).Contains(bits.Value);
    }

    private static (bool IsVersion4, UInt128 First, UInt128 Last) RangeOf(IPNetwork network)
    {
        var bits = AddressBits.Of(network.BaseAddress);

        // Of an IPv4-mapped network too: its prefix counts from the front of all 128 bits.
        var hostBits = (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) - network.PrefixLength;
        var hosts = hostBits == 0 ? UInt128.Zero : UInt128.MaxValue >> (128 - hostBits);
        return (bits.IsVersion4, bits.Value & ~hosts, bits.Value | hosts);
    }

    private sealed class Ranges
    {
        private readonly UInt128[] _first;
        private readonly UInt128[] _last;

        public Ranges(IEnumerable<(UInt128 First, UInt128 Last)> ranges)
        {
            var joined = new List<(UInt128 First, UInt128 Last)>();
            foreach (var next in ranges.Order())
            {
                if (joined.Count > 0 && joined[^1] is var before && (next.First <= before.Last || next.First == before.Last + 1))
                    joined[^1] = (before.First, UInt128.Max(before.Last, next.Last));
                else
                    joined.Add(next);
            }

            (_first, _last) = ([.. joined.Select(r => r.First)], [.. joined.Select(r => r.Last)]);
        }

        public bool IsEmpty => _first.Length == 0;

        public bool Contains(UInt128 value)
        {
            var at = Array.BinarySearch(_first, value);

            // Between two beginnings the search answers the complement of the later one.
            if (at < 0) at = ~at - 1;
            return at >= 0 && value <= _last[at];
        }
    }
}
