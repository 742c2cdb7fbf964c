using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Fuzz.Tests.Framing;

public sealed class FixedLengthCodecFuzz() : FuzzTests(
    new CodecTarget<ReadOnlySequence<byte>>(new FixedLengthCodec(5), new FixedLengthCodec(1), new FixedLengthCodec(1000)),
    [.. FaultyCodec<ReadOnlySequence<byte>>.Faults(new FixedLengthCodec(5), new ReadOnlySequence<byte>(new byte[5])).Where(f => f.Breaks != FuzzProperty.MemoryBounded)]);
