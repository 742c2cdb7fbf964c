using System.Net;

namespace SocketGateway.Actors.Routing;

/// <summary>
/// Rendezvous hashing by the client's address: the node with the highest score for it, the same at every gateway. A node that goes moves its own clients only, and one that
/// comes takes its share of all others.
/// </summary>
internal sealed class ConsistentHashPlacement : IPlacement
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public int Choose(ReadOnlySpan<Candidate> candidates, IPAddress client)
    {
        var hash = Hash(client);
        var (best, highest) = (0, double.NegativeInfinity);
        for (var i = 0; i < candidates.Length; i++)
        {
            var score = Score(hash, candidates[i].Node.Id.Address, candidates[i].Weight);
            if (score > highest) (best, highest) = (i, score);
        }

        return best;
    }

    /// <summary>The logarithm makes a node's chance to be the highest proportional to its weight.</summary>
    private static double Score(ulong client, string node, int weight)
    {
        var hash = client;
        foreach (var letter in node) hash = (hash ^ letter) * Prime;
        return -weight / Math.Log(((Spread(hash) >> 11) + 0.5) / (1UL << 53));
    }

    private static ulong Hash(IPAddress client)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();
        client.TryWriteBytes(bytes, out var length);
        var hash = Basis;
        foreach (var part in bytes[..length]) hash = (hash ^ part) * Prime;
        return hash;
    }

    /// <summary>FNV leaves neighbours near each other; this makes every bit depend on all.</summary>
    private static ulong Spread(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }
}
