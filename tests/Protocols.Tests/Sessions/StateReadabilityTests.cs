using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class StateReadabilityTests
{
    private static readonly string Probe = typeof(ProbeState).FullName!;

    [Fact]
    public void Type_and_versions_are_known_without_an_instance()
    {
        Assert.Equal(new StateReadability(Probe, 2, 3), StateReadability.Of(typeof(ProbeSession)));
        Assert.Equal(new StateReadability(typeof(Plain).FullName!, 1, 1), StateReadability.Of(typeof(Unversioned)));
    }

    [Fact]
    public void Sessions_without_state_say_so()
    {
        Assert.Equal(StateReadability.None, StateReadability.Of(typeof(Stateless)));
        Assert.Equal(StateReadability.None, StateReadability.Of(typeof(Lines)));
    }

    [Theory]
    [InlineData(2, StartKind.Resumed, true)]
    [InlineData(3, StartKind.Resumed, true)]
    [InlineData(1, StartKind.Resumed, false)]
    [InlineData(4, StartKind.Resumed, false)]
    [InlineData(4, StartKind.Transferred, false)]
    public void It_says_what_a_session_finds_when_it_begins(int version, StartKind start, bool reads)
    {
        var state = new SessionState(Probe, version, "{}"u8.ToArray());
        Assert.Equal(reads, StateReadability.Of(typeof(ProbeSession)).CanRead(state.Type, state.Version, start));
        Assert.Equal(reads, new ProbeSession().TryRestoreState(state, start));
    }

    [Theory]
    [InlineData(StartKind.Resumed, false)]
    [InlineData(StartKind.Transferred, true)]
    public void Only_a_connection_that_was_handed_over_may_bring_another_services_state(StartKind start, bool reads)
    {
        var state = new SessionState("another", 1, "{}"u8.ToArray());
        Assert.Equal(reads, StateReadability.Of(typeof(ProbeSession)).CanRead(state.Type, state.Version, start));
        Assert.Equal(reads, new ProbeSession().TryRestoreState(state, start));
        Assert.True(StateReadability.None.CanRead(state.Type, state.Version, start));
    }

    private sealed record Plain(int Count = 0);

    private sealed class Unversioned : Session<Plain>;

    private sealed class Stateless : Session;

    private sealed class Lines : LineSession
    {
        protected override ValueTask OnLineAsync(string line, CancellationToken stop) => default;
    }
}
