using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Fuzz.Tests.Peeking;

internal delegate PeekResult PeekReader<T>(ReadOnlySpan<byte> peeked, out T? value)
    where T : class;
