using System.Net;
using Akka.IO;
using Akka.TestKit.Xunit2;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>What Akka.IO does by itself when nobody registers, which is why a refused client is closed and an admitted one registered at once.</summary>
public sealed class RegisterTimeoutSpecs() : TestKit("akka.io.tcp.register-timeout = 200ms\nakka.loglevel = ERROR\nakka.log-dead-letters = off")
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
        handler.ExpectTerminated(handler.LastSender, TimeSpan.FromSeconds(10));
        var error = await Assert.ThrowsAsync<IOException>(async () => _ = await client.GetStream().ReadAsync(new byte[1]));
        Assert.IsType<System.Net.Sockets.SocketException>(error.InnerException);
    }
}
