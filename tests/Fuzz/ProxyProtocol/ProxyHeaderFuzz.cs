using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Fuzz.Tests.Peeking;
using SocketGateway.Protocols.ProxyProtocol;

namespace SocketGateway.Fuzz.Tests.ProxyProtocol;

/// <summary>What whoever connects sends in front of everything.</summary>
public sealed class ProxyHeaderFuzz() : FuzzTests(
    new ProxyHeaderTarget(),
    FaultyPeek.Faults<ProxyHeader>(ProxyHeaderReader.Read, read => new ProxyHeaderTarget(read), leastBytes: 15));
