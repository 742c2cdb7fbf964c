using CsCheck;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Tests.Framing;

/// <summary>Random bytes in random arrivals: nothing throws, and <see cref="Arrivals"/> checks the promises of each result.</summary>
public class CodecFuzzTests
{
    private static readonly Gen<byte[][]> Any = Gen.Byte.Array[0, 12].Array[0, 8];

    // Small numbers and line ends, so that many frames get through.
    private static readonly Gen<byte[][]> Likely = Gen.OneOf<byte>(0, 0, 1, 2, 3, 10, 13, 200).Array[0, 12].Array[0, 8];

    [Fact]
    public void Fixed_length_frames() => Fuzz(new FixedLengthCodec(5));

    [Fact]
    public void Length_prefixed_frames()
    {
        foreach (var prefix in new[] { 1, 2, 4 })
        {
            Fuzz(new LengthPrefixedCodec(20, prefix));
            Fuzz(new LengthPrefixedCodec(20, prefix, littleEndian: true, lengthIncludesPrefix: true));
        }
    }

    [Fact]
    public void Delimited_frames() => Fuzz(new DelimiterCodec([0, 0], 20));

    [Fact]
    public void Lines() => Fuzz(new LineCodec(20));

    private static void Fuzz<T>(IFrameCodec<T> codec) =>
        Gen.OneOf(Any, Likely).Sample(
            arrivals => Assert.Equal(Arrivals.Read(codec, arrivals.SelectMany(a => a).ToArray()), Arrivals.Read(codec, arrivals)),
            iter: 1000);
}
