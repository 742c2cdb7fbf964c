using Akka.Actor;
using Akka.Remote;

namespace SocketGateway.Actors.Tests.Clustering;

public sealed class ClusterSystemTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nodes_join_and_leave()
    {
        await using var first = new TestNode();
        await using var second = new TestNode(roles: ["service"], seeds: [first.Address]);
        await UntilAsync(() => first.Sees(first.Address, second.Address) && second.Sees(first.Address, second.Address));
        Assert.True(first.IsMember && second.IsMember);
        Assert.Equal(["service"], first.Members.Single(m => m.Address == second.Address).Roles);

        await second.LeaveAsync();
        await UntilAsync(() => first.Sees(first.Address));
        Assert.Null(second.Current);
    }

    [Fact]
    public async Task One_that_is_downed_is_replaced_and_joins_again()
    {
        await using var first = new TestNode();
        await using var second = new TestNode(seeds: [first.Address]);
        await AssertReplacedAsync(first, second, () => first.Cluster.Down(second.Cluster.SelfAddress));
    }

    [Fact]
    public async Task One_that_is_quarantined_is_replaced_and_joins_again()
    {
        await using var first = new TestNode();
        await using var second = new TestNode(seeds: [first.Address]);
        await AssertReplacedAsync(first, second, () =>
        {
            var remoting = ((ExtendedActorSystem)first.System).Provider;
            remoting.GetType().GetMethod("Quarantine")!.Invoke(remoting, [second.Cluster.SelfAddress, AddressUidExtension.Uid(second.System)]);
        });
    }

    [Fact]
    public async Task The_only_seed_node_too_goes_back_to_the_others_when_it_was_downed()
    {
        await using var seed = new TestNode();
        await using var other = new TestNode(seeds: [seed.Address]);
        await AssertReplacedAsync(other, seed, () => other.Cluster.Down(seed.Cluster.SelfAddress));
    }

    [Fact]
    public async Task Nodes_that_wait_for_the_first_seed_node_hear_each_other_and_stay()
    {
        var (absent, port) = ($"127.0.0.1:{FreePorts.Pair()}", FreePorts.Pair());
        await using var first = new TestNode(seeds: [absent, $"127.0.0.1:{port}"]);
        await using var second = new TestNode(seeds: [absent, first.Address], port: port);
        var (one, other) = (first.System, second.System);

        // Longer than it takes to find that somebody does not answer.
        await UntilAsync(() => one.Uptime > TimeSpan.FromSeconds(10) && other.Uptime > TimeSpan.FromSeconds(10), first, second);
        Assert.Same(one, first.Current);
        Assert.Same(other, second.Current);
    }

    [Fact]
    public async Task A_service_node_finds_the_gateway_that_started_anew()
    {
        var gateway = new TestNode(roles: ["gateway"]);
        await using var service = new TestNode(roles: ["service"], seeds: [gateway.Address]);
        await UntilAsync(() => gateway.Sees(gateway.Address, service.Address));
        await gateway.DisposeAsync();

        await using var again = new TestNode(roles: ["gateway"], port: gateway.Port);
        await UntilAsync(() => again.Sees(gateway.Address, service.Address) && service.Sees(gateway.Address, service.Address));
    }

    [Fact]
    public async Task A_service_node_downs_who_is_gone_for_good_and_nobody_else_does()
    {
        await using var gateway = new TestNode(roles: ["gateway"], downAfter: 2);
        var lost = new TestNode(roles: ["service"], seeds: [gateway.Address]);
        await UntilAsync(() => gateway.Sees(gateway.Address, lost.Address));
        await lost.DisposeAsync();
        await UntilAsync(() => gateway.Members.Any(m => m.State == "unreachable"));
        await using var other = new TestNode(roles: ["service"], seeds: [gateway.Address], downAfter: 15);

        // Weakly up: the one that is gone keeps it from more, and it is usable nevertheless.
        await UntilAsync(() => other.IsMember);
        Assert.Contains(gateway.Members, m => m.Address == lost.Address && m.State == "unreachable");
        await UntilAsync(() => gateway.Sees(gateway.Address, other.Address));
    }

    [Fact]
    public async Task Nodes_of_one_authority_speak_over_TLS()
    {
        using var authority = new TestAuthority();
        await using var first = new TestNode(authority.Node());
        await using var second = new TestNode(authority.Node(), seeds: [first.Address]);
        await UntilAsync(() => first.Sees(first.Address, second.Address));
        Assert.Equal("akka.ssl.tcp", first.Cluster.SelfAddress.Protocol);
        second.InboxOf(first).Tell("hello");
        await UntilAsync(() => first.Received.Contains("hello"));
    }

    [Fact]
    public async Task One_with_a_certificate_of_another_authority_neither_joins_nor_sends()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var node = new TestNode(authority.Node());
        await UntilAsync(() => node.IsMember);
        await using var intruder = new TestNode(authority.Intruder(other), seeds: [node.Address]);
        intruder.InboxOf(node).Tell("hello");
        await UntilAsync(() => node.Log.Any(line => line.Contains("a node was refused", StringComparison.Ordinal)));

        // Whoever is let in comes after it, and is heard.
        await using var friend = new TestNode(authority.Node(), seeds: [node.Address]);
        await UntilAsync(() => node.Sees(node.Address, friend.Address));
        intruder.InboxOf(node).Tell("hello");
        friend.InboxOf(node).Tell("good morning");
        await UntilAsync(() => !node.Received.IsEmpty);
        Assert.Equal(["good morning"], node.Received);
        Assert.False(intruder.IsMember);
    }

    [Fact]
    public async Task One_without_TLS_neither_joins_nor_sends()
    {
        using var authority = new TestAuthority();
        await using var node = new TestNode(authority.Node());
        await using var intruder = new TestNode(seeds: [node.Address]);
        await using var friend = new TestNode(authority.Node(), seeds: [node.Address]);
        await UntilAsync(() => node.Sees(node.Address, friend.Address));
        intruder.InboxOf(node).Tell("hello");
        friend.InboxOf(node).Tell("good morning");
        await UntilAsync(() => !node.Received.IsEmpty);
        Assert.Equal(["good morning"], node.Received);
        Assert.False(intruder.IsMember);
    }

    [Fact]
    public async Task A_failed_handshake_with_one_node_costs_no_link_to_another()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var impostor = new TestNode(other.Node());
        await using var node = new TestNode(authority.Node(), seeds: []);
        await using var friend = new TestNode(authority.Node(), seeds: [node.Address, impostor.Address]);
        await UntilAsync(() => node.Sees(node.Address, friend.Address) && friend.Log.Any(line => line.Contains("handshake", StringComparison.Ordinal)));
        var (first, second) = (node.System, friend.System);
        friend.InboxOf(node).Tell("hello");
        await UntilAsync(() => node.Received.Contains("hello"));
        Assert.Same(first, node.System);
        Assert.Same(second, friend.System);

        // What was held up does not keep it from being replaced when it has to be.
        node.Cluster.Down(friend.Cluster.SelfAddress);
        await UntilAsync(() => friend.Current is { } now && now != second && friend.IsMember, friend, node);
        await friend.LeaveAsync();
        await UntilAsync(() => node.Sees(node.Address));
    }

    private static async Task AssertReplacedAsync(TestNode judge, TestNode node, Action end)
    {
        await UntilAsync(() => judge.Sees(judge.Address, node.Address) && node.Sees(judge.Address, node.Address));
        var (before, undisturbed) = (node.System, judge.System);
        end();
        await UntilAsync(() => node.Current is { } now && now != before && node.IsMember, node, judge);
        await UntilAsync(() => judge.Sees(judge.Address, node.Address), node, judge);
        Assert.True(before.WhenTerminated.IsCompleted);
        Assert.Same(undisturbed, judge.System);
    }

    private static async Task UntilAsync(Func<bool> condition, params TestNode[] nodes)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!condition()) await tick.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(string.Join("\n\n", nodes.Select(node => node.ToString())));
        }
    }
}
