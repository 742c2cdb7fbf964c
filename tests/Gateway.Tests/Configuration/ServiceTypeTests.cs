using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class ServiceTypeTests
{
    [Fact]
    public void A_registered_session_is_known_by_name()
    {
        var types = new ServiceTypeCatalog().Add("Thermostat");
        var result = Configured.With(types, ("Services:t:Type", "thermostat"));

        Assert.Equal("Thermostat", result.Options!.Services["t"].Type);
        Assert.Null(result.Options.Services["t"].Settings);
    }

    [Fact]
    public void Its_options_are_bound_from_the_section_of_the_service()
    {
        var types = new ServiceTypeCatalog().Add(ServiceTypeRegistration.Of<Heating>("Thermostat"));
        var result = Configured.With(types, ("Services:t:Type", "Thermostat"), ("Services:t:Target", "21.5"), ("Services:t:Rooms:0", "hall"));

        var heating = Assert.IsType<Heating>(result.Options!.Services["t"].Settings);
        Assert.Equal(21.5, heating.Target);
        Assert.Equal(["hall"], heating.Rooms);
    }

    [Fact]
    public void Faults_of_its_own_check_have_the_full_key()
    {
        var types = new ServiceTypeCatalog().Add(ServiceTypeRegistration.Of<Heating>(
            "Thermostat", heating => heating.Target > 30 ? [new ConfigurationFault("Target", "too hot")] : []));
        var fault = Assert.Single(Configured.With(types, ("Services:t:Type", "Thermostat"), ("Services:t:Target", "31")).Faults);

        Assert.Equal("SocketGateway:Services:t:Target: too hot", fault.ToString());
    }

    [Fact]
    public void Without_items_a_list_keeps_its_default_and_any_item_replaces_it_whole()
    {
        var types = new ServiceTypeCatalog().Add(ServiceTypeRegistration.Of<Heating>("Thermostat"));
        var untouched = Configured.With(types, ("Services:t:Type", "Thermostat")).Options!;
        var replaced = Configured.With(types, ("Services:t:Type", "Thermostat"), ("Services:t:Rooms:1", "attic")).Options!;

        Assert.Equal(["kitchen", "bath"], ((Heating)untouched.Services["t"].Settings!).Rooms);
        Assert.Equal(["attic"], ((Heating)replaced.Services["t"].Settings!).Rooms);
    }

    [Theory]
    [InlineData("Echo")]
    [InlineData("forward")]
    public void A_name_cannot_be_taken_twice(string name) => Assert.Throws<ArgumentException>(() => new ServiceTypeCatalog().Add(name));

    private sealed record Heating
    {
        public double Target { get; init; } = 20;

        public IReadOnlyList<string> Rooms { get; init; } = ["kitchen", "bath"];
    }
}
