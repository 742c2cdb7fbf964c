using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Fuzz.Tests.Framing;

public sealed class DelimiterCodecFuzz() : FuzzTests(
    new CodecTarget<ReadOnlySequence<byte>>(new DelimiterCodec([0, 0], 20), new DelimiterCodec("\r\n\r\n"u8, 300), new DelimiterCodec("-"u8, 1)),
    FaultyCodec<ReadOnlySequence<byte>>.Faults(new DelimiterCodec([0, 0], 20), ReadOnlySequence<byte>.Empty));
