using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class TcpCountsTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Socket _socket = null!;

    public async Task InitializeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await _client.ConnectAsync(listener.LocalEndPoint!);
        _socket = await listener.AcceptAsync();
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        _socket.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_came_and_what_went_is_counted_to_the_byte_and_what_was_not_read_is_known()
    {
        Assert.Equal(new TcpCounts(0, 0, 0, 0, IsOver: false), TcpCounts.Of(_socket));
        await _client.SendAsync(new byte[10]);
        await _socket.SendAsync(new byte[100]);
        await UntilAsync(new TcpCounts(10, 100, 10, 0, IsOver: false));
        await _socket.ReceiveAsync(new byte[4]);
        Assert.Equal(new TcpCounts(10, 100, 6, 0, IsOver: false), TcpCounts.Of(_socket));
    }

    [Fact]
    public async Task The_ends_of_neither_side_are_counted_as_bytes()
    {
        await _client.SendAsync(new byte[10]);
        await _socket.SendAsync(new byte[100]);
        await _socket.ReceiveAsync(new byte[10]);
        _client.Shutdown(SocketShutdown.Send);
        await UntilAsync(new TcpCounts(10, 100, 0, 0, IsOver: false));
        _socket.Shutdown(SocketShutdown.Both);
        await UntilAsync(new TcpCounts(10, 100, 0, 0, IsOver: true), isShutDown: true);
    }

    [Fact]
    public async Task A_reset_is_the_end()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
        await UntilAsync(new TcpCounts(0, 0, 0, 0, IsOver: true));
    }

    [Fact]
    public void Of_a_closed_socket_nothing_is_known()
    {
        _socket.Dispose();
        Assert.Null(TcpCounts.Of(_socket));
        Assert.Null(TcpCounts.Of(null));
    }

    private async Task UntilAsync(TcpCounts expected, bool isShutDown = false)
    {
        using var patience = new CancellationTokenSource(Patience);
        TcpCounts? seen;
        while ((seen = TcpCounts.Of(_socket, isShutDown)) != expected)
        {
            Assert.False(patience.IsCancellationRequested, $"seen last: {seen}");
            await Task.Yield();
        }
    }
}
