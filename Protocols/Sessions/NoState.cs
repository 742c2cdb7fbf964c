namespace SocketGateway.Protocols.Sessions;

/// <summary>The state of a session that has none.</summary>
public sealed record NoState;
