using System.Text;

namespace SocketGateway.FaultyServices;

/// <summary>FNV-1a, 64 bits.</summary>
internal static class Fnv
{
    public const ulong Offset = 14_695_981_039_346_656_037;

    private const ulong Prime = 1_099_511_628_211;

    /// <summary>The hash with this line and a line feed added.</summary>
    public static ulong Add(ulong hash, string line)
    {
        foreach (var value in Encoding.UTF8.GetBytes(line + '\n')) hash = (hash ^ value) * Prime;
        return hash;
    }
}
