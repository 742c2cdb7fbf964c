using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Services;

/// <summary>The service that a session is made for, for the constructors of sessions that ship.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Options">Its options.</param>
internal sealed record ServiceContext(string Name, ServiceOptions Options);
