using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SocketGateway.Gateway.Admin;

namespace SocketGateway.Gateway.Tests.Admin;

/// <summary>The admin endpoint while one process follows another.</summary>
public sealed class AdminListenerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SocketTransportFactory _sockets = new(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task The_one_that_waits_has_the_port_as_soon_as_the_other_lets_go_of_it()
    {
        await using var first = Listener(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.True(await first.TryBindAsync(default));
        Assert.False(first.IsWaiting);
        await using var second = Listener(first.EndPoint);
        Assert.False(await second.TryBindAsync(default));
        Assert.True(second.IsWaiting);

        var accepted = second.AcceptAsync().AsTask();
        await first.UnbindAsync();
        Assert.Null(await first.AcceptAsync());
        await _taken.Task.WaitAsync(Patience);
        Assert.False(second.IsWaiting);
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync((IPEndPoint)first.EndPoint);
        await using var connection = await accepted.WaitAsync(Patience);
        Assert.Equal(client.Client.LocalEndPoint, connection?.RemoteEndPoint);
    }

    [Fact]
    public async Task A_process_that_stops_while_it_waits_accepts_nothing_and_takes_nothing()
    {
        await using var first = Listener(new IPEndPoint(IPAddress.Loopback, 0));
        await first.TryBindAsync(default);
        await using var second = Listener(first.EndPoint);
        await second.TryBindAsync(default);
        var accepted = second.AcceptAsync().AsTask();
        await second.UnbindAsync();
        Assert.Null(await accepted.WaitAsync(Patience));
        Assert.False(second.IsWaiting);
        Assert.False(_taken.Task.IsCompleted);
    }

    private AdminListener Listener(EndPoint endPoint) => new(endPoint, stop => _sockets.BindAsync(endPoint, stop), _taken.SetResult);
}
