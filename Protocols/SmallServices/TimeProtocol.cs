using System.Buffers.Binary;

namespace SocketGateway.Protocols.SmallServices;

/// <summary>
/// The time service's answer (RFC 868): the seconds since 1900-01-01 00:00 UTC as 32 bits in network order, then the server closes. The
/// number wraps to 0 at 2036-02-07 06:28:16 UTC; the protocol has no way to say which round it is.
/// </summary>
public static class TimeProtocol
{
    /// <summary>Length of the answer in bytes.</summary>
    public const int AnswerBytes = 4;

    private const long SecondsFrom1900To1970 = 2_208_988_800;

    /// <summary>Whole seconds since 1900-01-01 00:00 UTC, modulo 2^32.</summary>
    public static uint Seconds(DateTimeOffset now) => unchecked((uint)(now.ToUnixTimeSeconds() + SecondsFrom1900To1970));

    /// <summary>Writes the answer to the first <see cref="AnswerBytes"/> bytes of <paramref name="destination"/>.</summary>
    public static void Write(DateTimeOffset now, Span<byte> destination) =>
        BinaryPrimitives.WriteUInt32BigEndian(destination, Seconds(now));
}
