using System.Net;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Whom a pool chooses from, and what it counts.</summary>
public sealed class DestinationPoolTests
{
    [Theory]
    [InlineData(LoadBalancingPolicy.RoundRobin)]
    [InlineData(LoadBalancingPolicy.LeastConnections)]
    [InlineData(LoadBalancingPolicy.PowerOfTwoChoices)]
    [InlineData(LoadBalancingPolicy.Random)]
    [InlineData(LoadBalancingPolicy.ConsistentHash)]
    internal void Each_policy_spreads_by_weight(LoadBalancingPolicy policy)
    {
        var pool = new PoolHarness(new ForwardPolicy { LoadBalancing = policy }, new DestinationSettings("a") { Weight = 3 }, new DestinationSettings("b"));
        for (var i = 0; i < 4_000; i++) Assert.True(pool.Pool.Take(new ForwardRequest(StableHash.Mix((ulong)i)), 0).IsTaken);
        Assert.InRange(pool.Report("a").Active, 2_880, 3_120);
    }

    [Fact]
    public void A_choice_allocates_nothing()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("abc"));
        Once();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Once();
        Assert.Equal(allocated, GC.GetAllocatedBytesForCurrentThread());

        void Once()
        {
            var taken = pool.Pool.Take(new ForwardRequest(1), 0).Destination!;
            pool.Pool.Connected(taken);
            pool.Pool.Released(taken, ReleaseKind.Orderly, heard: true, 0);
        }
    }

    [Fact]
    public void Nothing_is_up_without_an_address()
    {
        var pool = new DestinationPool(new ForwardPolicy(), PoolHarness.Settings("a"), 1);
        Assert.Equal(TakeStatus.NoneUp, pool.Take(new ForwardRequest(0), 0).Status);
        Assert.Equal(DestinationState.Unresolved, pool.Report(0).Destinations[0].State);

        Assert.True(pool.SetAddresses("A", [PoolHarness.AddressOf("a")], 0));
        Assert.Equal(PoolHarness.AddressOf("a"), pool.Take(new ForwardRequest(0), 0).Address);
        Assert.True(pool.SetAddresses("a", [], 0));
        Assert.Equal(TakeStatus.NoneUp, pool.Take(new ForwardRequest(0), 0).Status);
        Assert.False(pool.SetAddresses("b", [], 0));
    }

    [Fact]
    public void Addresses_of_a_destination_are_used_in_turn_and_the_same_again_do_not_disturb_it()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("a"));
        IPEndPoint[] addresses = [new(IPAddress.Loopback, 1), new(IPAddress.Loopback, 2), new(IPAddress.IPv6Loopback, 3)];
        var ports = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            pool.Pool.SetAddresses("a", [.. addresses], 0);
            ports.Add(pool.Take().Address!.Port);
        }

        Assert.Equal([1, 2, 3, 1, 2, 3], ports);
        Assert.Equal("127.0.0.1:1, 127.0.0.1:2, [::1]:3", pool.Report("a").Addresses);
    }

    [Fact]
    public void What_was_tried_is_not_chosen_again()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("abc"));
        var (first, second, third) = (pool.Taken(), (Destination?)null, (Destination?)null);
        second = pool.Taken(first);
        third = pool.Taken(first, second);
        Assert.Equal("abc", string.Concat(new[] { first.Name, second.Name, third.Name }.Order()));
        Assert.Equal(TakeStatus.AllTried, pool.Take(null, first, second, third).Status);
    }

    [Fact]
    public void Backups_are_used_only_when_no_other_is_left()
    {
        var pool = new PoolHarness(PoolHarness.RoundRobin, [.. PoolHarness.Settings("abxy").Select(settings => settings with { IsBackup = settings.Name is "x" or "y" })]);
        Assert.Equal("abab", pool.Next(4));
        var (a, b) = (pool.Taken(), pool.Taken());
        Assert.Equal("x", pool.Taken(a, b).Name);
        pool.Pool.Drain("a", true, 0);
        Assert.Equal("bb", pool.Next(2));
        pool.Pool.Drain("b", true, 0);
        Assert.Equal("yxyx", pool.Next(4));
        pool.Pool.Drain("a", false, 0);
        Assert.Equal("aa", pool.Next(2));
    }

    [Fact]
    public void Backups_do_not_help_out_when_others_are_full()
    {
        var pool = new PoolHarness(new ForwardPolicy(), new DestinationSettings("a") { MaxConnections = 1 }, new DestinationSettings("x") { IsBackup = true, MaxConnections = 1 });
        var a = pool.Taken();
        Assert.Equal(TakeStatus.Full, pool.Take().Status);
        Assert.Equal("x", pool.Taken(a).Name);
        Assert.Equal(TakeStatus.AllTried, pool.Take(null, a).Status);
        pool.Pool.Drain("a", true, 0);
        Assert.Equal(TakeStatus.Full, pool.Take().Status);
    }

    [Fact]
    public void A_destination_takes_as_many_as_it_may_have_and_connects_count()
    {
        var pool = new PoolHarness(new ForwardPolicy(), new DestinationSettings("a") { MaxConnections = 2 });
        var first = pool.Taken();
        pool.Taken();
        Assert.Equal(TakeStatus.Full, pool.Take().Status);
        Assert.Equal(DestinationState.Full, pool.State("a"));
        pool.Pool.ConnectFailed(first, ConnectFailure.Refused, 0);
        pool.Pool.Released(pool.Taken(), ReleaseKind.Orderly, heard: true, 0);
        pool.Taken();
        Assert.Equal(TakeStatus.Full, pool.Take().Status);
    }

    [Fact]
    public void A_drained_destination_keeps_its_connections_and_gets_no_more()
    {
        var pool = new PoolHarness(new ForwardPolicy(), new DestinationSettings("a"), new DestinationSettings("b") { Weight = 0 });
        pool.Taken();
        Assert.True(pool.Pool.Drain("a", true, 0));
        Assert.Equal([DestinationState.Draining, DestinationState.Draining], [pool.State("a"), pool.State("b")]);
        Assert.Equal((TakeStatus.NoneUp, 1), (pool.Take().Status, pool.Report("a").Active));
        Assert.False(pool.Pool.Drain("c", true, 0));
    }

    [Fact]
    public void An_update_keeps_what_stays()
    {
        var pool = new PoolHarness(PoolHarness.RoundRobin, PoolHarness.Settings("abc"));
        pool.Taken();
        pool.Fail("b");
        pool.Pool.Drain("c", true, pool.Now);
        pool.Pool.Update([new("C"), new("a") { MaxConnections = 1 }, new("b"), new("d")], pool.Now);
        Assert.Equal(
            [("c", DestinationState.Draining), ("a", DestinationState.Full), ("b", DestinationState.Ejected), ("d", DestinationState.Unresolved)],
            pool.Pool.Report(pool.Now).Destinations.Select(row => (row.Name, row.State)));
    }

    [Fact]
    public void A_removed_destination_is_chosen_no_more_and_its_connections_count_down()
    {
        var pool = new PoolHarness(PoolHarness.RoundRobin, PoolHarness.Settings("ab"));
        var (first, second) = (pool.TakenOf("a"), pool.TakenOf("a"));
        pool.Pool.Update(PoolHarness.Settings("b"), pool.Now);
        Assert.Equal("bbbb", pool.Next(4));
        Assert.Equal((DestinationState.Removed, 2), (pool.State("a"), pool.Report("a").Active));
        Assert.False(pool.Pool.SetAddresses("a", [PoolHarness.AddressOf("a")], pool.Now));

        pool.Pool.ConnectFailed(first, ConnectFailure.TimedOut, pool.Now);
        Assert.Equal(1, pool.Report("a").Active);
        pool.Release(second);
        Assert.Equal(["b"], pool.Pool.Report(pool.Now).Destinations.Select(row => row.Name));
    }

    [Fact]
    public void A_removed_destination_that_comes_back_still_has_its_connections()
    {
        var pool = new PoolHarness(PoolHarness.RoundRobin, PoolHarness.Settings("a"));
        var old = pool.Taken();
        pool.Pool.Update([], pool.Now);
        pool.Pool.Update([new DestinationSettings("a") { MaxConnections = 2 }], pool.Now);
        Assert.Same(old, pool.Taken());
        Assert.Equal(TakeStatus.Full, pool.Take().Status);
    }

    [Fact]
    public void More_ends_than_beginnings_are_a_fault_of_the_caller()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("a"));
        var taken = pool.Taken();
        pool.Release(taken);
        Assert.Throws<InvalidOperationException>(() => pool.Release(taken));
    }

    [Fact]
    public void A_report_counts_what_happened()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("a"));
        foreach (var failure in Enum.GetValues<ConnectFailure>()) pool.Fail("a", 1, failure);
        pool.Fail("a", 1, ConnectFailure.TimedOut);
        pool.Release(pool.Taken(), ReleaseKind.Reset, heard: false);
        pool.Release(pool.Taken(), ReleaseKind.Reset, heard: true);
        pool.Taken();
        Assert.Equal(
            new DestinationReport("a", "127.0.0.1:9097", DestinationState.Up) { Active = 1, Taken = 10, Failures = new(1, 2, 1, 1, 1, 1), FailedStarts = 1, Weight = 1 },
            pool.Report("a"));
    }
}
