namespace SocketGateway.Gateway.Hosting;

/// <summary>One listener as operators see it.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Local">The address and port.</param>
/// <param name="Service">The service it routes to.</param>
/// <param name="State">listening, suspended.</param>
internal sealed record ListenerView(string Name, string? Local, string Service, string State);
