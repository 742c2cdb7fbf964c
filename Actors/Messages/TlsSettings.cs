using System.Net.Security;

namespace SocketGateway.Actors.Messages;

/// <summary>TLS on a listener, or on the links of a node.</summary>
/// <param name="Options">Certificate and versions; shared by all its connections, so that sessions can be resumed.</param>
/// <param name="HandshakeTimeout">How long a handshake may take.</param>
/// <param name="Implicit">Connections begin with the handshake; else in clear text, until a session asks for it.</param>
internal sealed record TlsSettings(SslServerAuthenticationOptions Options, TimeSpan HandshakeTimeout, bool Implicit)
{
    /// <summary>Where the handshake is begun from here: what to show, and whom to take. Null: the peer begins.</summary>
    public SslClientAuthenticationOptions? AsClient { get; init; }
}
