using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>The kernel knows when the last byte moved, in either direction.</summary>
public sealed class SocketIdlenessTests
{
    private static readonly TimeSpan Wanted = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_grows_until_a_byte_moves_either_way(bool received)
    {
        var (client, accepted) = await PairAsync();
        using (client)
        using (accepted)
        {
            var began = Stopwatch.GetTimestamp();
            await UntilAsync(() => SocketIdleness.Of(accepted) >= Wanted);
            Assert.InRange(Stopwatch.GetElapsedTime(began), Wanted - TimeSpan.FromMilliseconds(50), Patience);
            var (from, to) = received ? (client, accepted) : (accepted, client);
            began = Stopwatch.GetTimestamp();
            await from.SendAsync(new byte[1]);
            await to.ReceiveAsync(new byte[1]);
            var idle = SocketIdleness.Of(accepted);
            Assert.InRange(idle, TimeSpan.Zero, Stopwatch.GetElapsedTime(began) + TimeSpan.FromMilliseconds(50));
        }
    }

    [Fact]
    public void Of_a_socket_that_is_closed_or_unknown_it_is_nothing()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Dispose();
        Assert.Equal(TimeSpan.Zero, SocketIdleness.Of(socket));
        Assert.Equal(TimeSpan.Zero, SocketIdleness.Of(null));
    }

    internal static async Task<(Socket Client, Socket Accepted)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptSocketAsync();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndpoint);
        return (client, await accepting);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var began = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(TimeSpan.FromMilliseconds(10))) Assert.True(Stopwatch.GetElapsedTime(began) < Patience);
    }
}
