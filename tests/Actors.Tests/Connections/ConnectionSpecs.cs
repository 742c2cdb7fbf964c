using System.Net.Sockets;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>Connections over real sockets, where Akka.IO alone would lose, leak or never end them.</summary>
public sealed class ConnectionSpecs : GatewaySpecs
{
    [Fact]
    public async Task A_closed_connection_leaves_nothing()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\nCLOSE\r\n");
        Assert.Equal("1 a\r\nbye\r\n", await ReadAsync(client, null));
        client.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task The_end_of_input_is_seen_and_answered_before_the_connection_closes()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\n");
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("1 a\r\nend seen\r\n", await ReadAsync(client, null));
        client.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_close_ends_although_the_client_goes_on_sending_and_never_ends_its_side()
    {
        // ConfirmedClose in pull mode would wait for ever for a FIN that nobody reads.
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        await SendAsync(client, "CLOSE\r\n" + new string('x', 100_000));
        Assert.Equal("bye\r\n", await ReadAsync(client, null));
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_close_behind_output_that_the_client_never_reads_ends_with_a_reset()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(at);
        for (var i = 0; i < 60; i++) await SendAsync(client, "FILL 250000\r\n");
        await SendAsync(client, "FILL+CLOSE 250000\r\n");
        await AwaitAssertAsync(() => Assert.Single(Gateway.Directory.All), Patience);
        var connection = Gateway.Directory.All.Single().Value;
        await AwaitAssertAsync(
            async () => Assert.Equal(HeldUpBy.Client, (await connection.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience)).HeldUpBy), Patience);
        connection.Tell(new ConnectionProtocol.Kick(CloseReasons.Kicked));
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_client_that_ends_its_side_while_output_is_pending_gets_all_of_it()
    {
        // Akka.IO forgets a Close that meets a FIN and pending writes.
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        const int pieces = 40;
        for (var i = 0; i < pieces; i++) await SendAsync(client, "FILL 250000\r\n");
        await SendAsync(client, "CLOSE\r\n");
        client.Shutdown(SocketShutdown.Send);
        var (total, buffer) = (0, new byte[65536]);
        using var patience = new CancellationTokenSource(Patience);
        while (await client.ReceiveAsync(buffer, patience.Token) is > 0 and var count) total += count;
        Assert.Equal((pieces * 250_000) + "bye\r\n".Length, total);
        client.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_reset_is_seen_although_nothing_is_being_read()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\n");
        Assert.Equal("1 a\r\n", await ReadAsync(client, "\r\n"));
        Reset(client);
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_connection_actor_that_dies_resets_its_socket_and_ends_its_session_alone()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        var actors = CountActors(gateway);
        using var other = await ConnectAsync(at);
        await SendAsync(other, "a\r\n");
        await ReadAsync(other, "\r\n");
        var others = Gateway.Directory.All.Select(c => c.Key).ToHashSet();
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\n");
        await ReadAsync(client, "\r\n");
        Gateway.Directory.All.Single(c => !others.Contains(c.Key)).Value.Tell(Kill.Instance);
        await AssertResetAsync(client);
        await SendAsync(other, "b\r\n");
        Assert.Equal("2 b\r\n", await ReadAsync(other, "\r\n"));
        other.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_session_actor_that_dies_without_a_word_is_replaced()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\nb\r\nha");
        Assert.Equal("1 a\r\n2 b\r\n", await ReadAsync(client, "2 b\r\n"));
        var service = Child(gateway, "services/test");
        ((ActorRefWithCell)service).Children.Single().Tell(Kill.Instance);
        await SendAsync(client, "lf\r\n");
        Assert.Equal("3 half\r\n", await ReadAsync(client, "\r\n"));
    }

    [Fact]
    public async Task An_idle_client_is_closed()
    {
        var (gateway, at) = await StartAsync(() => new TestSession(), Listener(idle: TimeSpan.FromMilliseconds(200)));
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        Assert.Equal("", await ReadAsync(client, null));
        client.Dispose();
        await AssertNothingIsLeftAsync(gateway, actors);
    }
}
