using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>Everything that a gateway needs to start, checked.</summary>
/// <param name="Options">The options.</param>
/// <param name="Types">The service types they refer to.</param>
/// <param name="Configuration">All sources, for what is outside the section, such as <c>Logging</c>.</param>
/// <param name="Warnings">What to say at start.</param>
internal sealed record GatewayStart(
    GatewayOptions Options, IServiceTypeCatalog Types, IConfigurationRoot Configuration, IReadOnlyList<string> Warnings)
{
    /// <summary>All sources as they are at present; or why they cannot be read. Where nothing else is said, whoever made <see cref="Configuration"/> keeps it up to date.</summary>
    public Func<(IConfiguration? Configuration, ConfigurationFault? Fault)> Reread { get; init; } = () => (Configuration, null);
}
