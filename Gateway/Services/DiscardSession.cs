using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Services;

/// <summary>Throws away what it receives (RFC 863): a session's defaults.</summary>
internal sealed class DiscardSession : Session;
