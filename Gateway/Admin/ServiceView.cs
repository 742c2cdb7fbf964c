namespace SocketGateway.Gateway.Admin;

/// <summary>One service as operators see it.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Type">The configured type.</param>
/// <param name="Connections">Connections that it serves or is to serve.</param>
/// <param name="Sessions">Those that have a session at this moment.</param>
internal sealed record ServiceView(string Name, string Type, int Connections, int Sessions);
