using System.Collections.Frozen;
using System.Net;
using Akka.Actor;
using Akka.IO;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Actors.Listeners;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Tests.Listeners;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>What Akka.IO does by itself when nobody registers, which is why a refused client is closed and an admitted one registered at once.</summary>
public sealed class RegisterTimeoutSpecs() : TestKit("akka.io.tcp.register-timeout = 200ms\nakka.loglevel = ERROR\nakka.log-dead-letters = off\nakka.test.single-expect-default = 30s")
{
    [Fact]
    public async Task A_socket_that_nobody_registers_for_is_reset_and_its_actor_ends()
    {
        var handler = CreateTestProbe();
        Sys.Tcp().Tell(new Tcp.Bind(handler.Ref, new IPEndPoint(IPAddress.Loopback, 0), pullMode: true), handler.Ref);
        var at = (IPEndPoint)handler.ExpectMsg<Tcp.Bound>().LocalAddress;
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(at);
        handler.ExpectMsg<Tcp.Connected>();
        handler.Watch(handler.LastSender);
        handler.ExpectTerminated(handler.LastSender);
        var error = await Assert.ThrowsAsync<IOException>(async () => _ = await client.GetStream().ReadAsync(new byte[1]));
        Assert.IsType<System.Net.Sockets.SocketException>(error.InnerException);
    }

    [Fact]
    public async Task While_first_bytes_are_looked_at_nobody_needs_to_register()
    {
        if (!OperatingSystem.IsLinux()) return;
        var preludes = new FakePreludes();
        var gateway = new GatewayContext
        {
            Services = FrozenDictionary<string, ServicePolicy>.Empty,
            Load = new GatewayLoad(10, long.MaxValue),
            Preludes = preludes,
            LoggerFactory = NullLoggerFactory.Instance,
        };
        var plan = new PreludePlan(ProxyProtocolMode.Required, [IPNetwork.Parse("127.0.0.0/8")], [], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var settings = new ListenerSettings("test", new IPEndPoint(IPAddress.Loopback, 0), "test", Prelude: plan);
        Props Connection(AcceptedConnection accepted) => ActorProps.For(() => new ConnectionStub(accepted, TestActor));
        var listener = Sys.ActorOf(ListenerActor.PropsFor(gateway, settings, Connection, SocketTuning.Instance));
        var bound = await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, TimeSpan.FromSeconds(30));
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(bound.Local);
        var begun = await preludes.NextAsync();
        ExpectNoMsg(600);
        begun.Say("PROXY UNKNOWN\r\n");
        Watch(ExpectMsg<AcceptedConnection>().Owner);
        ExpectNoMsg(300);
    }
}
