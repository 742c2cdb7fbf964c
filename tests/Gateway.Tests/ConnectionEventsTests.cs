using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests;

/// <summary>What a running gateway tells of a connection that is watched.</summary>
[Collection(RunningGateway.Collection)]
public sealed class ConnectionEventsTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    private IConnectionEvents Events => _gateway.Services.GetRequiredService<IConnectionEvents>();

    private IConnections Connections => _gateway.Services.GetRequiredService<IConnections>();

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Every_byte_and_commit_is_told_and_the_end_with_its_reason()
    {
        using var client = await _gateway.ConnectAsync();
        var id = (await Connections.ListAsync())[0].Info.Id;
        await UntilAsync(id, e => e.Name == "watched" && e.Detail.Contains("6 bytes in, 6 bytes out", StringComparison.Ordinal));
        await client.GetStream().WriteAsync("abc"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte[3]);
        await UntilAsync(id, e => e is { Name: "sent", Detail: "3 bytes" });
        client.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        var told = await UntilAsync(id, e => e is { Name: "ended", Detail: "closed" });
        Assert.Equal(
            ["watched", "received", "commit", "sent", "input ended"], told.Select(e => e.Name).Take(5));
        Assert.Contains("consumed 3, wrote 3 bytes", told[2].Detail, StringComparison.Ordinal);
        Assert.True(Events.Read(id, 0)!.Value.Ended);
    }

    [Fact]
    public async Task A_connection_that_is_not_there_has_nothing_to_tell_and_only_so_many_are_watched()
    {
        Assert.Null(Events.Read(new ConnectionId(1), 0));
        var clients = await Task.WhenAll(Enumerable.Range(0, ConnectionFeeds.Max + 1).Select(_ => _gateway.ConnectAsync()));
        var ids = (await Connections.ListAsync()).Select(c => c.Info.Id).ToList();
        Assert.Equal(ConnectionFeeds.Max, ids.Count(id => Events.Read(id, 0) is not null));
        foreach (var client in clients) client.Dispose();
    }

    private async Task<IReadOnlyList<ConnectionEvent>> UntilAsync(ConnectionId id, Predicate<ConnectionEvent> wanted)
    {
        IReadOnlyList<ConnectionEvent> seen = [];
        await _gateway.UntilAsync(() => (seen = Events.Read(id, 0)?.Events ?? []).Any(e => wanted(e)));
        return seen;
    }
}
