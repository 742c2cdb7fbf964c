using System.Net.Security;

namespace SocketGateway.Protocols.Tls;

/// <summary>What a client says in clear before anything is encrypted. It holds no memory of the caller's.</summary>
/// <param name="ServerName">The host name it asks for (RFC 6066 section 3), in lower case and without a dot at the end; null when it says none.</param>
/// <param name="Protocols">The application protocols it speaks (RFC 7301), those it prefers first; none when it says nothing.</param>
internal sealed record ClientHello(string? ServerName, IReadOnlyList<SslApplicationProtocol> Protocols);
