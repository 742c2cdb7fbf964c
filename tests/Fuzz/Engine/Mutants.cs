using CsCheck;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>Makes inputs from a corpus: up to eight changes, and a way to cut the result.</summary>
internal static class Mutants
{
    private static readonly byte[][] CommonTokens =
    [
        [0], [0xFF], [0x7F], [0x80], "\r"u8.ToArray(), "\n"u8.ToArray(), "\r\n"u8.ToArray(), " "u8.ToArray(), "\t"u8.ToArray(), "\e"u8.ToArray(),
        "-1"u8.ToArray(), "0"u8.ToArray(), "65536"u8.ToArray(), "2147483648"u8.ToArray(), "9223372036854775807"u8.ToArray(), "99999999999999999999"u8.ToArray(),
        "\u00e9"u8.ToArray(), "\u20ac"u8.ToArray(), "\U0001F600"u8.ToArray(), "e\u0301"u8.ToArray(), [0xC3], [0xE2, 0x82], [0xC0, 0x80], [0xED, 0xA0, 0x80],
    ];

    private static readonly Gen<Mutation> AnyMutation = Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, (kind, a, b, c) => new Mutation(kind, a, b, c));

    public static Gen<FuzzInput> Of(IReadOnlyList<byte[]> corpus, FuzzTarget target)
    {
        var tokens = (IReadOnlyList<byte[]>)[.. CommonTokens, .. target.Tokens, .. target.Tokens];
        var bytes = Gen.Select(Gen.Int[0, corpus.Count - 1], AnyMutation.Array[0, 8], (index, mutations) =>
        {
            var input = corpus[index];
            foreach (var mutation in mutations)
            {
                input = mutation.Apply(input, corpus, tokens);
                if (input.Length > target.Limits.MaxInput) input = input[..target.Limits.MaxInput];
            }

            return input;
        });
        return Gen.Select(bytes, Gen.UInt.Array[0, 8], Gen.UInt, Cut);
    }

    /// <summary>A few cuts anywhere, or packets of a small size.</summary>
    private static FuzzInput Cut(byte[] bytes, uint[] places, uint size)
    {
        if (bytes.Length < 2) return FuzzInput.Whole(bytes);
        if (size % 4 == 0) return FuzzInput.Every(bytes, Math.Max(1 + (int)(size >> 2) % 16, bytes.Length / 128));
        return new FuzzInput(bytes, [.. places.Select(p => 1 + (int)(p % (uint)(bytes.Length - 1))).Order()]);
    }
}
