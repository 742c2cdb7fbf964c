using System.Buffers.Binary;

namespace SocketGateway.Actors.Sockets;

/// <summary>The versions that a client offers (RFC 8446 section 4.2.1). SslStream tells only what the header of the record says, and that is never TLS 1.3.</summary>
internal static class SupportedVersions
{
    /// <summary>The longest record with its header (RFC 8446 section 5.1): what begins behind it is not looked at.</summary>
    public const int MostBytes = 5 + (16 * 1024);

    /// <summary>The headers of record and message, the version, and the random bytes (RFC 8446 section 4.1.2).</summary>
    private const int FixedBytes = 5 + 4 + 2 + 32;

    private const ushort Extension = 43;
    private const ushort Tls13 = 0x0304;

    /// <summary>Whether TLS 1.3 is among them. False also when the hello cannot be read: then it is treated as an old one.</summary>
    /// <param name="hello">The first record of the connection.</param>
    public static bool OfferTls13(ReadOnlySpan<byte> hello)
    {
        if (hello.Length < FixedBytes) return false;
        var left = hello[FixedBytes..];

        // Session, suites and compressions stand before the extensions.
        if (!TryTake(ref left, 1, out _) || !TryTake(ref left, 2, out _) || !TryTake(ref left, 1, out _) || !TryTake(ref left, 2, out var extensions)) return false;
        while (extensions.Length >= sizeof(ushort))
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[sizeof(ushort)..];
            if (!TryTake(ref extensions, 2, out var content)) return false;
            if (type == Extension) return TryTake(ref content, 1, out var versions) && Contains(versions);
        }

        return false;
    }

    /// <summary>Takes a vector with a length of so many bytes in front of it.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> left, int lengthBytes, out ReadOnlySpan<byte> vector)
    {
        vector = default;
        if (left.Length < lengthBytes) return false;
        var length = lengthBytes == 1 ? left[0] : BinaryPrimitives.ReadUInt16BigEndian(left);
        left = left[lengthBytes..];
        if (left.Length < length) return false;
        vector = left[..length];
        left = left[length..];
        return true;
    }

    private static bool Contains(ReadOnlySpan<byte> versions)
    {
        for (; versions.Length >= sizeof(ushort); versions = versions[sizeof(ushort)..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(versions) == Tls13) return true;
        }

        return false;
    }
}
