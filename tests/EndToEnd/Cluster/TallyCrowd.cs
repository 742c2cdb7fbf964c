using System.Collections.Concurrent;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>Clients of the tally, in conversation until they are told to end.</summary>
internal sealed class TallyCrowd : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly Task _all;

    private TallyCrowd(IReadOnlyList<TallyClient> clients, Talk talk, int seed)
    {
        Clients = clients;
        _all = Task.WhenAll(clients.Select((client, i) => Task.Run(() => ConverseAsync(client, talk, new Random(HashCode.Combine(seed, i))))));
    }

    public IReadOnlyList<TallyClient> Clients { get; }

    /// <summary>Lines that were answered, over all clients.</summary>
    public long Lines => Clients.Sum(client => client.Lines);

    /// <summary>What a client has seen that it should not have; null when all is well.</summary>
    public Exception? Failure => _failures.TryPeek(out var failure) ? failure : null;

    /// <summary>Connects them, lets each be answered once, and begins.</summary>
    public static async Task<TallyCrowd> StartAsync(int port, int clients, Talk talk, int seed = 1)
    {
        var connected = new TallyClient[clients];
        await Parallel.ForEachAsync(Enumerable.Range(0, clients), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            connected[i] = await TallyClient.ConnectAsync(port);
            await connected[i].SayAsync($"hello from {i}");
        });
        return new TallyCrowd(connected, talk, seed);
    }

    public void ForgetLongest()
    {
        foreach (var client in Clients) client.ForgetLongest();
    }

    /// <summary>Ends the conversations: each client must have had every byte of its answers, and no other.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await _all;
        if (!_failures.IsEmpty) throw new AggregateException($"{_failures.Count} of {Clients.Count} clients", _failures);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var client in Clients) client.Dispose();
        await _all;
        _stop.Dispose();
    }

    private async Task ConverseAsync(TallyClient client, Talk talk, Random random)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await client.SayAsync(Enumerable.Range(0, random.Next(1, talk.Lines + 1)).Select(_ => Words(talk, random)).ToList());
                await Task.WhenAny(Task.Delay(talk.Pause * random.NextDouble(), _stop.Token));
            }

            await client.FinishAsync();
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
        }
    }

    private static string Words(Talk talk, Random random) =>
        talk.SlowOneIn > 0 && random.Next(talk.SlowOneIn) == 0 ? "slow 150" : new string((char)random.Next('a', 'z'), random.Next(200));
}
