using System.Net;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class BundledSettingsTests
{
    [Fact]
    public void They_have_no_fault()
    {
        var result = Read();
        Assert.Empty(result.Faults);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("echo", 7, "echo", "Echo")]
    [InlineData("discard", 9, "discard", "Discard")]
    [InlineData("daytime", 13, "daytime", "Daytime")]
    [InlineData("chargen", 19, "chargen", "Chargen")]
    [InlineData("ftp", 21, "files", "Ftp")]
    [InlineData("telnet", 23, "console", "Telnet")]
    [InlineData("time", 37, "time", "Time")]
    [InlineData("http", 80, "site", "Http")]
    public void They_serve_the_well_known_ports_on_loopback(string name, int port, string service, string type)
    {
        var options = Read().Options!;
        var listener = options.Listeners[name];

        Assert.Equal(8, options.Listeners.Count);
        Assert.Equal((port, service, type), (listener.Port, listener.Service, options.Services[service].Type));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, port + 10000), options.EndPointOf(listener));
    }

    [Fact]
    public void Another_default_address_opens_none_of_them() =>
        Assert.False(Exposure.IsExposed(Read(("SocketGateway:Address", "0.0.0.0")).Options!));

    [Fact]
    public void Without_an_offset_they_are_the_well_known_ports_themselves() =>
        Assert.Equal(21, Read(("SocketGateway:PortOffset", "0")).Options is { } options ? options.EndPointOf(options.Listeners["ftp"]).Port : -1);

    private static ConfigurationResult Read(params (string Key, string? Value)[] overrides)
    {
        var configuration = ConfigurationSources.Load(null, overrides.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)), out var fault);
        Assert.Null(fault);
        return GatewayConfiguration.Read(configuration!, new ServiceTypeCatalog());
    }
}
