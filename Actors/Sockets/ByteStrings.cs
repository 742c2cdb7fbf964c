using System.Runtime.CompilerServices;
using Akka.IO;

namespace SocketGateway.Actors.Sockets;

/// <summary>The bytes of Akka.IO's <see cref="ByteString"/> without a copy. They are immutable by its contract and by ours.</summary>
internal static class ByteStrings
{
    public static ReadOnlyMemory<byte> AsMemory(ByteString bytes)
    {
        if (!bytes.IsCompact) return bytes.ToArray();
        return Buffers(bytes)[0];
    }

    public static ByteString From(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment)
            ? ByteString.FromBytes(segment)
            : ByteString.FromBytes(bytes.ToArray());

    // ByteString shows its memory only as a span, which cannot be kept; the property is internal in 1.5 and public in 1.6.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Buffers")]
    private static extern IList<ArraySegment<byte>> Buffers(ByteString bytes);
}
