using System.Net;
using SocketGateway.Actors.Listeners;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Listeners;

public class AdmissionTests
{
    private const long Now = 1_000_000;

    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);
    private static readonly IPAddress Alice = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Bob = IPAddress.Parse("192.0.2.2");

    private readonly GatewayLoad _load = new(maxConnections: 3, maxBufferedBytes: 1000);

    [Fact]
    public void The_listeners_limit_refuses_and_a_released_place_is_free_again()
    {
        var door = Door(maxConnections: 1);
        Assert.Null(door.Admit(Alice, Now));
        Assert.Equal(CloseReasons.MaxConnections, door.Admit(Bob, Now));
        door.Release(Alice);
        Assert.Null(door.Admit(Bob, Now));
    }

    [Fact]
    public void The_limit_of_a_client_is_its_own()
    {
        var door = Door(maxPerClient: 1);
        Assert.Null(door.Admit(Alice, Now));
        Assert.Equal(CloseReasons.MaxConnectionsPerClient, door.Admit(Alice, Now));
        Assert.Null(door.Admit(Bob, Now));
        door.Release(Alice);
        Assert.Null(door.Admit(Alice, Now));
    }

    [Fact]
    public void The_gateways_limit_holds_over_all_listeners()
    {
        var (one, other) = (Door(), Door());
        Assert.Null(one.Admit(Alice, Now));
        Assert.Null(one.Admit(Alice, Now));
        Assert.Null(other.Admit(Alice, Now));
        Assert.Equal(CloseReasons.MaxConnections, other.Admit(Alice, Now));
        Assert.Equal(3, _load.Connections);
        one.Release(Alice);
        Assert.Null(other.Admit(Alice, Now));
    }

    [Fact]
    public void A_refusal_takes_no_place()
    {
        var door = Door(maxConnections: 1);
        door.Admit(Alice, Now);
        for (var i = 0; i < 10; i++) door.Admit(Bob, Now);
        Assert.Equal(1, door.Connections);
        Assert.Equal(1, _load.Connections);
    }

    [Fact]
    public void Full_memory_refuses_until_it_is_given_back()
    {
        var door = Door();
        _load.AddBuffered(1001);
        Assert.Equal(CloseReasons.MemoryLimit, door.Admit(Alice, Now));
        _load.AddBuffered(-1001);
        Assert.Null(door.Admit(Alice, Now));
    }

    [Fact]
    public void Hardly_any_descriptors_refuse_until_there_are_more_or_somebody_leaves()
    {
        var door = Door();
        Assert.Null(door.Admit(Alice, Now));
        _load.AllowedByDescriptors = 1;
        Assert.Equal(CloseReasons.DescriptorLimit, door.Admit(Bob, Now));
        door.Release(Alice);
        Assert.Null(door.Admit(Bob, Now));
        _load.AllowedByDescriptors = 2;
        Assert.Null(door.Admit(Alice, Now));
    }

    [Fact]
    public void Who_is_denied_or_not_allowed_is_refused_before_anything_else_is_looked_at()
    {
        var door = Door(new ListenerSettings("test", Any, "test", MaxConnections: 1, Allow: [IPNetwork.Parse("192.0.2.0/24")], Deny: [IPNetwork.Parse("192.0.2.2/32")]));
        Assert.Null(door.Admit(Alice, Now));
        Assert.Equal(CloseReasons.AccessDenied, door.Admit(Bob, Now));
        Assert.Equal(CloseReasons.AccessDenied, door.Admit(IPAddress.Parse("198.51.100.1"), Now));
        Assert.Equal(1, door.Connections);
    }

    [Fact]
    public void Above_the_rate_everybody_is_refused_until_the_time_has_come()
    {
        var door = Door(new ListenerSettings("test", Any, "test", AcceptRate: 2));
        Assert.Null(door.Admit(Alice, Now));
        Assert.Null(door.Admit(Bob, Now));
        Assert.Equal(CloseReasons.AcceptRate, door.Admit(Alice, Now + 499));
        Assert.Null(door.Admit(Bob, Now + 500));
        Assert.Equal(CloseReasons.AcceptRate, door.Admit(Bob, Now + 500));
        Assert.Equal(3, _load.Connections);
    }

    [Fact]
    public void A_client_above_its_own_rate_uses_up_nothing_of_the_listeners()
    {
        var door = Door(new ListenerSettings("test", Any, "test", AcceptRate: 2, AcceptRatePerClient: 1));
        Assert.Null(door.Admit(Alice, Now));
        for (var i = 0; i < 10; i++) Assert.Equal(CloseReasons.AcceptRatePerClient, door.Admit(Alice, Now));
        Assert.Null(door.Admit(Bob, Now));
    }

    [Fact]
    public void Who_is_refused_for_something_else_has_used_up_no_rate()
    {
        var door = Door(new ListenerSettings("test", Any, "test", AcceptRate: 1, AcceptRatePerClient: 1));
        var full = new List<Admission> { Door(), Door(), Door() };
        foreach (var other in full) Assert.Null(other.Admit(Bob, Now));
        Assert.Equal(CloseReasons.MaxConnections, door.Admit(Alice, Now));
        full[0].Release(Bob);
        Assert.Null(door.Admit(Alice, Now));
    }

    private Admission Door(int maxConnections = 0, int maxPerClient = 0) =>
        Door(new ListenerSettings("test", Any, "test", MaxConnections: maxConnections, MaxConnectionsPerClient: maxPerClient));

    private Admission Door(ListenerSettings settings) => new(settings, _load, Now);
}
