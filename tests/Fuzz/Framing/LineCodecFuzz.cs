using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Fuzz.Tests.Framing;

public sealed class LineCodecFuzz() : FuzzTests(
    new CodecTarget<string>(new LineCodec(20), new LineCodec(1), new LineCodec(), new LineCodec(4096, LineEnd.CrLf)),
    FaultyCodec<string>.Faults(new LineCodec(20), ""));
