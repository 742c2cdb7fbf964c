using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Fuzz.Tests.Framing;

public sealed class LengthPrefixedCodecFuzz() : FuzzTests(
    new CodecTarget<ReadOnlySequence<byte>>(
        new LengthPrefixedCodec(20),
        new LengthPrefixedCodec(20, 1),
        new LengthPrefixedCodec(0xFFFF, 2),
        new LengthPrefixedCodec(20, 2, littleEndian: true, lengthIncludesPrefix: true),
        new LengthPrefixedCodec(int.MaxValue / 2, 4, lengthIncludesPrefix: true)),
    FaultyCodec<ReadOnlySequence<byte>>.Faults(new LengthPrefixedCodec(20, 1), ReadOnlySequence<byte>.Empty));
