using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SocketGateway.Actors.Messages;

/// <summary>The gateway's part in one handshake.</summary>
/// <param name="Options">Certificate, versions and suites; shared by many handshakes, so that sessions can be resumed.</param>
/// <param name="Refusal">Why a peer with this certificate (null: without one) is not taken; null when it is. Null: whoever comes is.</param>
internal sealed record TlsServer(SslServerAuthenticationOptions Options, Func<X509Certificate2?, X509Chain?, SslPolicyErrors, string?>? Refusal = null);
