using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Fuzz.Tests.Peeking;
using SocketGateway.Protocols.Tls;

namespace SocketGateway.Fuzz.Tests.Tls;

/// <summary>What a client says in clear before TLS begins.</summary>
public sealed class ClientHelloFuzz() : FuzzTests(
    new ClientHelloTarget(),
    FaultyPeek.Faults<ClientHello>(ClientHelloReader.Read, read => new ClientHelloTarget(read), leastBytes: 43));
