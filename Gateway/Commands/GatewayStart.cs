using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>Everything that a gateway needs to start, checked.</summary>
/// <param name="Options">The options.</param>
/// <param name="Types">The service types they refer to.</param>
/// <param name="Configuration">All sources, for what is outside the section, such as <c>Logging</c>.</param>
/// <param name="Warnings">What to say at start.</param>
internal sealed record GatewayStart(
    GatewayOptions Options, IServiceTypeCatalog Types, IConfigurationRoot Configuration, IReadOnlyList<string> Warnings);
