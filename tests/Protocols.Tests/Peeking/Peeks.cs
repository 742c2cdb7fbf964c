using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Protocols.Tests.Peeking;

internal delegate PeekResult PeekReader<T>(ReadOnlySpan<byte> peeked, out T? value)
    where T : class;

/// <summary>Shows a reader the first bytes of a connection as they come, one more at a time, and checks what every reader promises on the way.</summary>
internal static class Peeks
{
    /// <summary>What was read of a header that is complete with its last byte and not before, whatever follows it.</summary>
    public static T Done<T>(PeekReader<T> read, byte[] bytes)
        where T : class
    {
        AssertAnswer(read, bytes, PeekResult.Done);
        Assert.Equal(PeekResult.Done, read(bytes, out var value));
        return value!;
    }

    /// <summary>The rules are broken with the last byte and not before.</summary>
    public static void AssertMalformed<T>(PeekReader<T> read, byte[] bytes, string reason)
        where T : class => AssertAnswer(read, bytes, PeekResult.Malformed(reason));

    public static void AssertForeign<T>(PeekReader<T> read, byte[] bytes)
        where T : class => AssertAnswer(read, bytes, PeekResult.Foreign);

    /// <summary>The bytes that an incomplete read allocates.</summary>
    public static long AllocatedBefore<T>(PeekReader<T> read, byte[] bytes)
        where T : class
    {
        ReadPrefixes();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadPrefixes();
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void ReadPrefixes()
        {
            for (var length = 0; length < bytes.Length; length++) read(bytes.AsSpan(0, length), out _);
        }
    }

    private static void AssertAnswer<T>(PeekReader<T> read, byte[] bytes, PeekResult expected)
        where T : class
    {
        byte[][] tails = [[], [0], "\r\n"u8.ToArray(), [.. bytes], new byte[20_000], [.. Enumerable.Repeat((byte)0xFF, 300)]];
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal((length, PeekResult.NeedMore), (length, read(bytes.AsSpan(0, length), out var nothing)));
            Assert.Null(nothing);
        }

        foreach (var tail in tails)
        {
            Assert.Equal((tail.Length, expected), (tail.Length, read((byte[])[.. bytes, .. tail], out var value)));
            Assert.Equal(expected == PeekResult.Done, value is not null);
        }
    }
}
