using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests;

/// <summary>From code outside of a session to the client's socket, through the whole gateway.</summary>
[Collection(RunningGateway.Collection)]
public sealed class PushTests : IAsyncLifetime
{
    private const string Greeting = "hi\n";
    private const int MostWaiting = 64;

    private readonly Gate _gate = new();
    private RunningGateway _gateway = null!;

    private IConnections Connections => _gateway.Services.GetRequiredService<IConnections>();

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync(
        gateway => gateway.AddService<PushedSession>("Pushed").Services.AddSingleton(_gate),
        ("SocketGateway:Listeners:pushed:Port", "0"),
        ("SocketGateway:Listeners:pushed:Service", "pushed"),
        ("SocketGateway:Services:pushed:Type", "Pushed"));

    public async Task DisposeAsync()
    {
        _gate.Open.TrySetResult();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_push_by_id_or_by_alias_reaches_the_client()
    {
        using var client = await ConnectAsync();
        var connection = Assert.Single(await Connections.ListAsync());
        Assert.Equal("boiler", connection.Alias);
        Assert.Equal(PushResult.Accepted, await Connections.SendAsync(connection.Info.Id, PushMessage.FromText("by id\n")));
        Assert.Equal("by id\n", await ReadAsync(client, 6));
        Assert.Equal(PushResult.Accepted, await Connections.SendAsync("boiler", PushMessage.FromText("by alias\n")));
        Assert.Equal("by alias\n", await ReadAsync(client, 9));
    }

    [Fact]
    public async Task Nobody_is_found_by_an_unknown_id_or_alias()
    {
        using var client = await ConnectAsync();
        var id = Assert.Single(await Connections.ListAsync()).Info.Id;
        Assert.Equal(PushResult.NotFound, await Connections.SendAsync(new ConnectionId(id.Value + 1), PushMessage.FromText("x")));
        Assert.Equal(PushResult.NotFound, await Connections.SendAsync("Boiler", PushMessage.FromText("x")));
    }

    [Fact]
    public async Task Id_and_alias_are_gone_with_the_connection_and_the_next_one_may_take_the_alias()
    {
        var client = await ConnectAsync();
        var id = Assert.Single(await Connections.ListAsync()).Info.Id;
        client.Dispose();
        await _gateway.UntilAsync(() => Connections.Count == 0);
        Assert.Equal(PushResult.NotFound, await Connections.SendAsync(id, PushMessage.FromText("x")));
        Assert.Equal(PushResult.NotFound, await Connections.SendAsync("boiler", PushMessage.FromText("x")));

        using var next = await ConnectAsync();
        Assert.Single(await Connections.ListAsync());
        Assert.Equal(PushResult.Accepted, await Connections.SendAsync("boiler", PushMessage.FromText("next\n")));
        Assert.Equal("next\n", await ReadAsync(next, 5));
    }

    [Fact]
    public async Task A_session_that_is_busy_is_kept_64_pushes_and_then_handles_them_in_order()
    {
        using var client = await ConnectAsync();
        var id = Assert.Single(await Connections.ListAsync()).Info.Id;
        await client.GetStream().WriteAsync("x"u8.ToArray());
        await _gate.Reached.Task.WaitAsync(TimeSpan.FromSeconds(15));

        for (var i = 0; i < MostWaiting; i++) Assert.Equal(PushResult.Accepted, await Connections.SendAsync(id, PushMessage.FromText($"{i:00}\n")));
        Assert.Equal(PushResult.Busy, await Connections.SendAsync(id, PushMessage.FromText("one too many\n")));
        _gate.Open.SetResult();

        var expected = string.Concat(Enumerable.Range(0, MostWaiting).Select(i => $"{i:00}\n"));
        Assert.Equal(expected, await ReadAsync(client, expected.Length));
        Assert.Single(await Connections.ListAsync());
        Assert.Equal(PushResult.Accepted, await Connections.SendAsync(id, PushMessage.FromText("again\n")));
        Assert.Equal("again\n", await ReadAsync(client, 6));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(_gateway.EndPoint("pushed"));
        Assert.Equal(Greeting, await ReadAsync(client, Greeting.Length));
        return client;
    }

    private static async Task<string> ReadAsync(TcpClient client, int bytes)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var buffer = new byte[bytes];
        await client.GetStream().ReadExactlyAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer);
    }

    private sealed class Gate
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Says what it is told; a client's word keeps it busy until the gate opens.</summary>
    private sealed class PushedSession(Gate gate) : Session
    {
        protected override ValueTask OnOpenedAsync(CancellationToken stop)
        {
            Connection.Alias = "boiler";
            Write(Greeting);
            return default;
        }

        protected override async ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
        {
            gate.Reached.TrySetResult();
            await gate.Open.Task.WaitAsync(stop);
            Consume(input.Length);
        }

        protected override ValueTask OnMessageAsync(PushMessage message, CancellationToken stop)
        {
            Write(message.Text);
            return default;
        }
    }
}
