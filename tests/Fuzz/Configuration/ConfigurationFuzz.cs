using Microsoft.Extensions.Configuration;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Fuzz.Tests.Configuration;

public sealed class ConfigurationFuzz() : FuzzTests(
    new ConfigurationTarget(),
    [
        new(FuzzProperty.NeverThrows, new ConfigurationTarget(BindsAsDotNetDoes)),
        new(FuzzProperty.WellFormed, new ConfigurationTarget(_ => new ConfigurationResult(null, [], []))),
        new(FuzzProperty.OutputBounded, new ConfigurationTarget(file => new ConfigurationResult(null, [new("SocketGateway", new string('x', 1 + (file.GetChildren().Count() * 10_000_000)))], []))),
    ])
{
    private static ConfigurationResult BindsAsDotNetDoes(IConfiguration configuration)
    {
        _ = configuration.GetSection(GatewayOptions.Section).Get<GatewayOptions>();
        return new ConfigurationResult(null, [new("SocketGateway", "x")], []);
    }
}
