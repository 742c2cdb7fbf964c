using System.Net;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>A pool at a time of the test's, whose destinations have an address each; their names are single letters.</summary>
internal sealed class PoolHarness
{
    public PoolHarness(ForwardPolicy policy, params DestinationSettings[] destinations)
    {
        Pool = new DestinationPool(policy, destinations, seed: 1);
        foreach (var destination in destinations) Pool.SetAddresses(destination.Name, [AddressOf(destination.Name)], Now);
    }

    public DestinationPool Pool { get; }

    public long Now { get; set; } = 1_000;

    public static ForwardPolicy RoundRobin { get; } = new() { LoadBalancing = LoadBalancingPolicy.RoundRobin };

    public static DestinationSettings[] Settings(string names) => [.. names.Select(name => new DestinationSettings($"{name}"))];

    public static IPEndPoint AddressOf(string name) => new(IPAddress.Loopback, 9_000 + name[0]);

    public TakeResult Take(IDestinationWaiter? waiter = null, params Destination[] tried) => Pool.Take(new ForwardRequest(0, tried, waiter), Now);

    public Destination Taken(params Destination[] tried)
    {
        var result = Take(null, tried);
        Assert.Equal(TakeStatus.Taken, result.Status);
        return result.Destination!;
    }

    /// <summary>The names of the next ones that are chosen; their connections end at once.</summary>
    public string Next(int times)
    {
        var names = "";
        for (var i = 0; i < times; i++)
        {
            var taken = Taken();
            names += taken.Name;
            Release(taken);
        }

        return names;
    }

    public void Release(Destination destination, ReleaseKind kind = ReleaseKind.Orderly, bool heard = true) => Pool.Released(destination, kind, heard, Now);

    /// <summary>Lets connects to one destination fail, as if all others were tried before.</summary>
    public void Fail(string name, int times = 5, ConnectFailure failure = ConnectFailure.Refused)
    {
        for (var i = 0; i < times; i++) Pool.ConnectFailed(TakenOf(name), failure, Now);
    }

    /// <summary>A connection to this one, by failing at others first; their failures are not held against them.</summary>
    public Destination TakenOf(string name)
    {
        var tried = new List<Destination>();
        while (true)
        {
            var taken = Taken([.. tried]);
            if (taken.Name == name) return taken;
            Pool.ConnectFailed(taken, ConnectFailure.Other, Now);
            tried.Add(taken);
        }
    }

    public DestinationReport Report(string name) => Assert.Single(Pool.Report(Now).Destinations, destination => destination.Name == name);

    public DestinationState State(string name) => Report(name).State;

    public Waiter Wait(params Destination[] tried)
    {
        var waiter = new Waiter();
        Assert.True(Pool.TryWait(waiter, Take(waiter, tried)));
        return waiter;
    }
}
