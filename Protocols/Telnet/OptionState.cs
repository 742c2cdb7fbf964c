namespace SocketGateway.Protocols.Telnet;

/// <summary>Both sides of one option, each negotiated on its own (RFC 854, RFC 1143).</summary>
/// <param name="Us">Whether this end performs the option (WILL, WONT from here).</param>
/// <param name="Him">Whether the peer performs it (WILL, WONT from there).</param>
public readonly record struct OptionState(QState Us, QState Him);
