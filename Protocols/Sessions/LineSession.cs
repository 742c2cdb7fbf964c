namespace SocketGateway.Protocols.Sessions;

/// <summary>A session whose input is lines of text, without state.</summary>
public abstract class LineSession : LineSession<NoState>;
