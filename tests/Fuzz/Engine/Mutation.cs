using System.Buffers.Binary;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>One change of an input, made of four random numbers so that each means something for an input of any size.</summary>
internal readonly record struct Mutation(uint Kind, uint A, uint B, uint C)
{
    private const int Kinds = 12;

    /// <param name="bytes">The input.</param>
    /// <param name="corpus">Others to splice with.</param>
    /// <param name="tokens">Words to put in.</param>
    public byte[] Apply(byte[] bytes, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> tokens)
    {
        var at = Pick(A, bytes.Length + 1);
        var length = Pick(B, Math.Min(bytes.Length - at, 64) + 1);
        var chunk = bytes.AsSpan(at, length);
        var token = tokens[Pick(C, tokens.Count)];
        switch (Kind % Kinds)
        {
            case 0: // a flipped bit
                if (bytes.Length == 0) return bytes;
                var flipped = (byte[])bytes.Clone();
                flipped[Pick(A, bytes.Length)] ^= (byte)(1 << Pick(B, 8));
                return flipped;
            case 1: // cut off
                return bytes[..at];
            case 2: // a hole
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 3: // a chunk twice, or up to 64 times
                return [.. bytes[..at], .. Repeat(chunk, 1 + Pick(C, 64)), .. bytes[at..]];
            case 4: // two chunks swapped
                var second = chunk.Length + Pick(C, Math.Min(bytes.Length - at - length, 64) + 1);
                return [.. bytes[..at], .. bytes[(at + length)..(at + second)], .. chunk, .. bytes[(at + second)..]];
            case 5 or 6: // a word put in
                return [.. bytes[..at], .. token, .. bytes[at..]];
            case 7: // a word in place of something
                return [.. bytes[..at], .. token, .. bytes[(at + length)..]];
            case 8: // a long run of one byte, or of a word
                return [.. bytes[..at], .. Repeat(B % 2 == 0 ? token : [(byte)C], 1 << Pick(B >> 1, 13)), .. bytes[at..]];
            case 9: // the end of another one
                var other = corpus[Pick(B, corpus.Count)];
                return [.. bytes[..at], .. other[Pick(C, other.Length + 1)..]];
            case 10: // anything
                return [.. bytes[..at], .. Noise(), .. bytes[at..]];
            default: // a number made extreme
                return [.. bytes[..at], .. Number(), .. bytes[(at + length)..]];
        }
    }

    private static int Pick(uint number, int count) => (int)(number % (uint)count);

    private static byte[] Repeat(ReadOnlySpan<byte> chunk, int times)
    {
        var run = new byte[Math.Min(chunk.Length * times, 16 * 1024)];
        for (var i = 0; i < run.Length; i++) run[i] = chunk[i % chunk.Length];
        return run;
    }

    private byte[] Noise()
    {
        var noise = new byte[1 + Pick(B, 32)];
        var (state, step) = ((ulong)C << 32 | B, 0);
        for (; step < noise.Length; step++) noise[step] = (byte)((state = (state * 6364136223846793005) + 1442695040888963407) >> 56);
        return noise;
    }

    private byte[] Number()
    {
        var number = new byte[4];
        var value = new[] { 0u, 1u, 0x7Fu, 0x80u, 0xFFFFu, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu, C }[Pick(C, 9)];
        if (B % 2 == 0) BinaryPrimitives.WriteUInt32BigEndian(number, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        return number;
    }
}
