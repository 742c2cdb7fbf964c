using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

public class StateFactoryTests
{
    [Fact]
    public void A_record_whose_parameters_all_have_defaults_begins_with_them() =>
        Assert.Equal(new Settings(7, "x", DayOfWeek.Friday, 3, default), StateFactory<Settings>.Create());

    [Fact]
    public void A_constructor_without_parameters_is_preferred() => Assert.Empty(StateFactory<List<string>>.Create());

    [Fact]
    public void Each_session_gets_a_state_of_its_own() => Assert.NotSame(StateFactory<List<string>>.Create(), StateFactory<List<string>>.Create());

    [Fact]
    public void A_state_that_needs_arguments_is_refused_by_name()
    {
        var error = Assert.Throws<SessionException>(() => StateFactory<Needy>.Create());
        Assert.Contains(nameof(Needy), error.Message, StringComparison.Ordinal);
    }

    public sealed record Settings(int Number = 7, string Text = "x", DayOfWeek Day = DayOfWeek.Friday, int? Optional = 3, DateTime Instant = default);

    public sealed record Needy(int Number);
}
