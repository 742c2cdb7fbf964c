using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Hosting;

/// <summary>The checked settings of a program that brings its own configuration; read once all service types are known.</summary>
internal sealed class GatewaySettings(IConfiguration configuration, IServiceTypeCatalog types)
{
    private readonly Lazy<ConfigurationResult> _result = new(() => GatewayConfiguration.Read(configuration, types));

    public IReadOnlyList<ConfigurationFault> Faults => _result.Value.Faults;

    public GatewayStart Start => new(
        _result.Value.Options ?? throw new InvalidOperationException("the configuration has faults"), types, (IConfigurationRoot)configuration, _result.Value.Warnings);
}
