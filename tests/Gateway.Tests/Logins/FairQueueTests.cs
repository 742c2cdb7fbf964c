using System.Net;
using SocketGateway.Gateway.Logins;

namespace SocketGateway.Gateway.Tests.Logins;

public sealed class FairQueueTests
{
    private static readonly IPAddress Greedy = new([10, 0, 0, 1]);
    private static readonly IPAddress Other = new([10, 0, 0, 2]);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly FairQueue _queue;

    public FairQueueTests() => _queue = new FairQueue(places: 1, maxWaiting: 5, maxWaitingPerClient: 4, Patience, _time);

    [Fact]
    public async Task Clients_take_turns_however_many_of_one_wait()
    {
        Assert.True(await EnterAsync(Greedy));
        var greedy = Enumerable.Range(0, 3).Select(_ => EnterAsync(Greedy)).ToList();
        var other = EnterAsync(Other);
        _queue.Leave();
        Assert.True(await greedy[0]);
        Assert.False(other.IsCompleted);
        _queue.Leave();
        Assert.True(await other);
        Assert.False(greedy[1].IsCompleted);
        _queue.Leave();
        Assert.True(await greedy[1]);
    }

    [Fact]
    public async Task Only_so_many_wait_of_one_client_and_in_all()
    {
        Assert.True(await EnterAsync(Greedy));
        var waiting = Enumerable.Range(0, 4).Select(_ => EnterAsync(Greedy)).ToList();
        Assert.False(await EnterAsync(Greedy));
        waiting.Add(EnterAsync(Other));
        Assert.False(await EnterAsync(IPAddress.Loopback));
        Assert.DoesNotContain(waiting, w => w.IsCompleted);
        for (var i = 0; i < 5; i++) _queue.Leave();
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        _queue.Leave();
        Assert.True(await EnterAsync(Other));
    }

    [Fact]
    public async Task Who_loses_patience_leaves_its_place_to_others()
    {
        Assert.True(await EnterAsync(Greedy));
        var tired = EnterAsync(Greedy);
        using var stop = new CancellationTokenSource();
        var gone = _queue.TryEnterAsync(Other, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        _time.Pass(Patience);
        Assert.False(await tired);
        var late = EnterAsync(Other);
        _queue.Leave();
        Assert.True(await late);
    }

    private Task<bool> EnterAsync(IPAddress client) => _queue.TryEnterAsync(client, default).AsTask();
}
