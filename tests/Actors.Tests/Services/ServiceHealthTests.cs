using SocketGateway.Actors.Services;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Services;

public class ServiceHealthTests
{
    private readonly ServiceHealth _health = new();

    [Fact]
    public void One_session_that_fails_alone_is_its_own_fault()
    {
        Assert.False(Fail(1));
        Assert.False(Fail(1));
        Assert.False(Fail(1));
    }

    [Fact]
    public void One_among_many_that_work_is_its_own_fault()
    {
        for (var id = 1u; id <= 4; id++) _health.MarkActive(Id(id));
        Assert.False(Fail(1));
        Assert.False(Fail(2));
    }

    [Fact]
    public void More_than_half_of_the_active_sessions_failing_is_the_services_fault()
    {
        for (var id = 1u; id <= 4; id++) _health.MarkActive(Id(id));
        Fail(1);
        Fail(2);
        Assert.True(Fail(3));
        Assert.True(Fail(1));
    }

    [Fact]
    public void A_session_that_ended_well_counts_no_more()
    {
        for (var id = 1u; id <= 4; id++) _health.MarkActive(Id(id));
        _health.Forget(Id(3));
        _health.Forget(Id(4));
        Fail(1);
        Assert.True(Fail(2));
    }

    [Fact]
    public void A_session_that_failed_is_remembered_after_its_end()
    {
        Fail(1);
        _health.Forget(Id(1));
        Assert.True(Fail(2));
    }

    private bool Fail(uint id) => _health.RecordFailure(Id(id));

    private static ConnectionId Id(uint id) => ConnectionId.Create(1, id);
}
