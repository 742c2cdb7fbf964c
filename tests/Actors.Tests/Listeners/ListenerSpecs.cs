using System.Diagnostics;
using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Actors.Tests.Listeners;

[Collection(ProcessWideCounts.Name)]
public sealed class ListenerSpecs : GatewaySpecs
{
    [Fact]
    public async Task Suspending_closes_the_port_while_connections_go_on_and_resuming_opens_the_same_one()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        using var before = await ConnectAsync(at);
        await SendAsync(before, "a\r\n");
        Assert.Equal("1 a\r\n", await ReadAsync(before, "\r\n"));

        await gateway.Ask<ListenerProtocol.Suspended>(new GatewayProtocol.SetListening("test", false), Patience);
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(at));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await SendAsync(before, "b\r\n");
        Assert.Equal("2 b\r\n", await ReadAsync(before, "\r\n"));

        var bound = await gateway.Ask<ListenerProtocol.Bound>(new GatewayProtocol.SetListening("test", true), Patience);
        Assert.Equal(at, bound.Local);
        using var after = await ConnectAsync(at);
        await SendAsync(after, "c\r\n");
        Assert.Equal("1 c\r\n", await ReadAsync(after, "\r\n"));
        await SendAsync(before, "d\r\n");
        Assert.Equal("3 d\r\n", await ReadAsync(before, "\r\n"));

        before.Dispose();
        after.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_listener_that_lost_its_socket_binds_the_port_again()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        using var lost = await ConnectAsync(at);
        await SendAsync(lost, "a\r\n");
        await ReadAsync(lost, "\r\n");

        // As Akka.IO does on an accept error that it does not know: its listener stops, and every connection below it.
        ((ActorRefWithCell)Sys.Tcp()).Children.Single().Tell(Kill.Instance);
        await AssertResetAsync(lost);
        await AwaitAssertAsync(
            async () =>
            {
                using var client = await ConnectAsync(at);
                await SendAsync(client, "b\r\n");
                Assert.Equal("1 b\r\n", await ReadAsync(client, "\r\n"));
            },
            Patience,
            TimeSpan.FromMilliseconds(100));
        await AwaitAssertAsync(() => Assert.Equal(0, Gateway.Load.Connections), Patience);
    }

    [Fact]
    public async Task A_client_above_the_limit_is_closed_at_once_and_its_place_is_given_to_the_next()
    {
        var (gateway, at) = await StartAsync(() => new TestSession(), Listener(maxPerClient: 2));
        var actors = CountActors(gateway);
        using var first = await ConnectAsync(at);
        using var second = await ConnectAsync(at);
        foreach (var client in (Socket[])[first, second])
        {
            await SendAsync(client, "a\r\n");
            Assert.Equal("1 a\r\n", await ReadAsync(client, "\r\n"));
        }

        using var third = await ConnectAsync(at);
        Assert.Equal("", await ReadAsync(third, null));
        Assert.Equal(2, Gateway.Load.Connections);
        first.Dispose();
        second.Dispose();
        await AwaitAssertAsync(() => Assert.Equal(0, Gateway.Load.Connections), Patience);
        using var fourth = await ConnectAsync(at);
        await SendAsync(fourth, "a\r\n");
        Assert.Equal("1 a\r\n", await ReadAsync(fourth, "\r\n"));
        fourth.Dispose();
        third.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task Clients_that_come_and_reset_at_any_moment_leave_no_actor_no_count_and_no_span()
    {
        var (started, stopped) = (0, 0);
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GatewayTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => Interlocked.Increment(ref started),
            ActivityStopped = _ => Interlocked.Increment(ref stopped),
        };
        ActivitySource.AddActivityListener(spans);
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        var random = new Random(20261122);
        for (var i = 0; i < 300; i++)
        {
            var client = await ConnectAsync(at);
            if (random.Next(2) == 0) await SendAsync(client, "a\r\nb");
            if (random.Next(3) == 0) await ReadAsync(client, client.Available > 0 ? "\r\n" : "");
            if (random.Next(4) == 0) client.Dispose();
            else Reset(client);
        }

        await AssertNothingIsLeftAsync(gateway, actors);
        await AwaitAssertAsync(() => Assert.Equal(Volatile.Read(ref started), Volatile.Read(ref stopped)), Patience);
        Assert.True(started >= 300);
    }
}
