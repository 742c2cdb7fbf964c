using System.Net.Security;

namespace SocketGateway.Actors.Messages;

/// <summary>TLS on a listener, or on the links of a node.</summary>
/// <param name="Choose">What to show and to ask for, by what the peer begins with; asked in each handshake, so that the answer may change while connections are open.</param>
/// <param name="HandshakeTimeout">How long a handshake may take.</param>
/// <param name="Implicit">Connections begin with the handshake; else in clear text, until a session asks for it.</param>
internal sealed record TlsSettings(Func<SslClientHelloInfo, TlsServer> Choose, TimeSpan HandshakeTimeout, bool Implicit)
{
    /// <summary>Where the handshake is begun from here: what to show, and whom to take. Null: the peer begins.</summary>
    public SslClientAuthenticationOptions? AsClient { get; init; }
}
