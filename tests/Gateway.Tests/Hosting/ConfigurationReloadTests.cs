using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Forwarding;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Tests.Hosting;

public sealed class ConfigurationReloadTests : IDisposable
{
    private readonly LoggedLines _log = new();
    private readonly LoggerFactory _logs;
    private readonly ForwardServices _forwards;
    private readonly ConfigurationReload _reload;
    private Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SocketGateway:Listeners:l:Port"] = "0",
        ["SocketGateway:Listeners:l:Service"] = "f",
        ["SocketGateway:Services:f:Type"] = "Forward",
        ["SocketGateway:Services:f:Retries"] = "1",
        ["SocketGateway:Services:f:Destinations:a:Address"] = "127.0.0.1:1",
        ["SocketGateway:Services:f:Destinations:b:Address"] = "127.0.0.1:2",
    };

    public ConfigurationReloadTests()
    {
        _logs = new LoggerFactory([_log]);
        var (configuration, types) = (Configuration(), new ServiceTypeCatalog());
        var start = new GatewayStart(GatewayConfiguration.Read(configuration, types).Options!, types, configuration, []) { Reread = () => (Configuration(), null) };
        _forwards = new ForwardServices(start, _logs);
        _forwards.Find("f")!.Resolver.SetFixed();
        _reload = new ConfigurationReload(start, _forwards, _logs);
    }

    public void Dispose()
    {
        _forwards.Dispose();
        _logs.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void What_is_the_same_changes_nothing()
    {
        Assert.Equal("the destinations of no service are new; 0 other keys are, and need a restart", _reload.Look());
        Assert.Empty(_log.All);
    }

    [Fact]
    public void Destinations_come_go_and_change_and_their_connections_still_count()
    {
        var taken = _forwards.Find("f")!.Pool.Take(new ForwardRequest(0), MonotonicClock.Now).Destination!.Name;
        Set("Services:f:Destinations:a:Address", null);
        Set("Services:f:Destinations:b:Address", null);
        Set("Services:f:Destinations:c:Address", "127.0.0.1:3");
        Set("Services:f:Destinations:c:Weight", "4");
        Assert.Equal("the destinations of f are new; 0 other keys are, and need a restart", _reload.Look());
        Assert.Equal([("c", "127.0.0.1:3", DestinationState.Up, 4, 0), (taken, Report(taken).Addresses, DestinationState.Removed, 1, 1)], All());
        Assert.Contains("its destinations are configured anew: c 127.0.0.1:3", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_address_is_that_of_the_destination_at_once()
    {
        Set("Services:f:Destinations:a:Address", "[::1]:5");
        _reload.Look();
        Assert.Equal("[::1]:5", Report("a").Addresses);
    }

    [Fact]
    public void A_configuration_with_faults_changes_nothing_and_each_is_logged_with_its_key()
    {
        Set("Services:f:Destinations:a:Address", "127.0.0.1:9");
        Set("Services:f:Destinations:b:Weight", "many");
        Set("Services:f:Destinations:b:Colour", "blue");
        Assert.Equal("the configuration has 2 faults, and nothing of it is taken over", _reload.Look());
        Assert.Equal("127.0.0.1:1", Report("a").Addresses);
        Assert.Contains(_log.All, line => line.Contains("SocketGateway:Services:f:Destinations:b:Weight: 'many'", StringComparison.Ordinal));
        Assert.Contains(_log.All, line => line.Contains("SocketGateway:Services:f:Destinations:b:Colour: unknown key", StringComparison.Ordinal));
    }

    [Fact]
    public void What_else_changed_is_said_to_need_a_restart_each_time_and_by_its_keys_alone()
    {
        Set("Services:f:Retries", "7");
        Set("Services:f:HoldTimeout", "00:00:01");
        Set("Services:f:Destinations:a:Weight", "2");
        Assert.Equal("the destinations of f are new; 2 other keys are, and need a restart", _reload.Look());
        Assert.Equal("the destinations of no service are new; 2 other keys are, and need a restart", _reload.Look());
        Assert.Equal(2, _log.All.Count(line => line.EndsWith("need a restart: SocketGateway:Services:f:HoldTimeout, SocketGateway:Services:f:Retries", StringComparison.Ordinal)));
        Assert.Equal(1, _forwards.Find("f")!.Options.Retries);
    }

    private IConfigurationRoot Configuration() => new ConfigurationBuilder().AddInMemoryCollection(_values).Build();

    private void Set(string key, string? value)
    {
        _values = new(_values, StringComparer.OrdinalIgnoreCase);
        if (value is null) _values.Remove($"SocketGateway:{key}");
        else _values[$"SocketGateway:{key}"] = value;
    }

    private IEnumerable<(string Name, string Addresses, DestinationState State, double Weight, int Active)> All() =>
        _forwards.Find("f")!.Pool.Report(MonotonicClock.Now).Destinations.Select(d => (d.Name, d.Addresses, d.State, d.Weight, d.Active));

    private DestinationReport Report(string name) => _forwards.Find("f")!.Pool.Report(MonotonicClock.Now).Destinations.Single(d => d.Name == name);
}
