using System.Diagnostics.CodeAnalysis;

namespace SocketGateway.Gateway.Configuration;

/// <summary>What was read: options, or every fault there is. Never both.</summary>
internal sealed record ConfigurationResult(
    GatewayOptions? Options, IReadOnlyList<ConfigurationFault> Faults, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether the gateway can start with it.</summary>
    [MemberNotNullWhen(true, nameof(Options))]
    public bool IsValid => Options is not null;
}
