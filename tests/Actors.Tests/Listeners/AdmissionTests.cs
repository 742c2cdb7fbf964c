using System.Net;
using SocketGateway.Actors.Listeners;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Listeners;

public class AdmissionTests
{
    private static readonly IPAddress Alice = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Bob = IPAddress.Parse("192.0.2.2");

    private readonly GatewayLoad _load = new(maxConnections: 3, maxBufferedBytes: 1000);

    [Fact]
    public void The_listeners_limit_refuses_and_a_released_place_is_free_again()
    {
        var door = Door(maxConnections: 1);
        Assert.Null(door.Admit(Alice));
        Assert.Equal(CloseReasons.MaxConnections, door.Admit(Bob));
        door.Release(Alice);
        Assert.Null(door.Admit(Bob));
    }

    [Fact]
    public void The_limit_of_a_client_is_its_own()
    {
        var door = Door(maxPerClient: 1);
        Assert.Null(door.Admit(Alice));
        Assert.Equal(CloseReasons.MaxConnectionsPerClient, door.Admit(Alice));
        Assert.Null(door.Admit(Bob));
        door.Release(Alice);
        Assert.Null(door.Admit(Alice));
    }

    [Fact]
    public void The_gateways_limit_holds_over_all_listeners()
    {
        var (one, other) = (Door(), Door());
        Assert.Null(one.Admit(Alice));
        Assert.Null(one.Admit(Alice));
        Assert.Null(other.Admit(Alice));
        Assert.Equal(CloseReasons.MaxConnections, other.Admit(Alice));
        Assert.Equal(3, _load.Connections);
        one.Release(Alice);
        Assert.Null(other.Admit(Alice));
    }

    [Fact]
    public void A_refusal_takes_no_place()
    {
        var door = Door(maxConnections: 1);
        door.Admit(Alice);
        for (var i = 0; i < 10; i++) door.Admit(Bob);
        Assert.Equal(1, door.Connections);
        Assert.Equal(1, _load.Connections);
    }

    [Fact]
    public void Full_memory_refuses_until_it_is_given_back()
    {
        var door = Door();
        _load.AddBuffered(1001);
        Assert.Equal(CloseReasons.MemoryLimit, door.Admit(Alice));
        _load.AddBuffered(-1001);
        Assert.Null(door.Admit(Alice));
    }

    private Admission Door(int maxConnections = 0, int maxPerClient = 0) =>
        new(new ListenerSettings("test", new IPEndPoint(IPAddress.Loopback, 0), "test", MaxConnections: maxConnections, MaxConnectionsPerClient: maxPerClient), _load);
}
