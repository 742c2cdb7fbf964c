using System.Net;

namespace SocketGateway.Protocols.Forwarding;

/// <summary>Hashes of 64 bits that are the same in every process and every version: FNV-1a, mixed. Whoever can choose what is hashed can make collisions.</summary>
public static class StableHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Of an address; an IPv4 address is the same in both families.</summary>
    public static ulong Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var hash = Basis;
        foreach (var part in bytes[(address.IsIPv4MappedToIPv6 ? 12 : 0)..length]) hash = (hash ^ part) * Prime;
        return Mix(hash);
    }

    /// <summary>Of a host's name or a destination's, whose letters A to Z count as a to z (RFC 4343 section 3).</summary>
    public static ulong Of(ReadOnlySpan<char> name)
    {
        var hash = Basis;
        foreach (var letter in name) hash = (hash ^ (char.IsAsciiLetterUpper(letter) ? (uint)letter | 0x20 : letter)) * Prime;
        return Mix(hash);
    }

    /// <summary>FNV leaves neighbours near each other; this makes every bit depend on all.</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }
}
