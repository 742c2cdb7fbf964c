using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Ejections, checks and slow starts.</summary>
public sealed class DestinationPoolHealthTests
{
    [Fact]
    public void Five_failed_connects_in_a_row_eject_for_ten_seconds()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("abc"));
        pool.Fail("a", 4);
        Assert.Equal(DestinationState.Up, pool.State("a"));
        pool.Fail("a", 1);
        Assert.Equal((DestinationState.Ejected, 11_000), (pool.State("a"), pool.Report("a").EjectedUntil));
        Assert.DoesNotContain('a', pool.Next(100));
        pool.Now = 10_999;
        Assert.DoesNotContain('a', pool.Next(100));
        pool.Now = 11_000;
        Assert.Contains('a', pool.Next(100));
        Assert.Equal((DestinationState.Up, 0, 1), (pool.State("a"), pool.Report("a").EjectedUntil, pool.Report("a").Ejections));
    }

    [Fact]
    public void A_connection_in_between_and_failures_of_this_host_do_not_eject()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("ab"));
        pool.Fail("a", 4);
        pool.Pool.Connected(pool.TakenOf("a"));
        pool.Fail("a", 4);
        pool.Fail("a", 100, ConnectFailure.Other);
        Assert.Equal(DestinationState.Up, pool.State("a"));
    }

    [Theory]
    [InlineData(ReleaseKind.Reset, false, true)]
    [InlineData(ReleaseKind.TimedOut, false, true)]
    [InlineData(ReleaseKind.Orderly, false, false)]
    [InlineData(ReleaseKind.Reset, true, false)]
    internal void Connections_that_break_before_the_first_byte_eject(ReleaseKind kind, bool heard, bool ejects)
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("ab"));
        for (var i = 0; i < 5; i++)
        {
            var taken = pool.TakenOf("a");
            pool.Pool.Connected(taken);
            pool.Release(taken, kind, heard);
        }

        Assert.Equal(ejects ? DestinationState.Ejected : DestinationState.Up, pool.State("a"));
    }

    [Theory]
    [InlineData("a", 100, 0)]
    [InlineData("ab", 0, 1)]
    [InlineData("ab", 50, 1)]
    [InlineData("abc", 50, 1)]
    [InlineData("abc", 67, 2)]
    [InlineData("abcd", 49, 1)]
    [InlineData("abcd", 50, 2)]
    [InlineData("abcd", 100, 3)]
    public void One_may_always_be_ejected_further_ones_up_to_the_share_and_the_last_never(string names, int percent, int expected)
    {
        var pool = new PoolHarness(new ForwardPolicy { PassiveHealth = new() { MaxEjectedPercent = percent } }, PoolHarness.Settings(names));
        foreach (var name in names) pool.Fail($"{name}");
        Assert.Equal(expected, pool.Pool.Report(pool.Now).Destinations.Count(row => row.State == DestinationState.Ejected));
    }

    [Fact]
    public void A_primary_is_ejected_when_only_a_backup_is_left()
    {
        var pool = new PoolHarness(new ForwardPolicy(), new DestinationSettings("a"), new DestinationSettings("x") { IsBackup = true });
        pool.Fail("a");
        Assert.Equal("xx", pool.Next(2));
    }

    [Fact]
    public void Ejections_end_when_nobody_else_is_up()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("ab"));
        pool.Fail("a");
        Assert.Equal("bb", pool.Next(2));
        pool.Pool.Drain("b", true, pool.Now);
        Assert.Equal("aa", pool.Next(2));
    }

    [Fact]
    public void Checks_and_ejection_must_both_agree()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("abc"));
        pool.Fail("a");
        Check(pool, "---");
        Assert.Equal(DestinationState.Down, pool.State("a"));
        pool.Now += 10_000;
        pool.Pool.Tick(pool.Now);
        Check(pool, "+");
        Assert.Equal(DestinationState.Down, pool.State("a"));
        Check(pool, "+");
        Assert.Equal(DestinationState.Up, pool.State("a"));
        Assert.False(pool.Pool.Checked("z", true, pool.Now));
    }

    [Fact]
    public void Failures_of_before_it_went_down_are_forgotten()
    {
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("ab"));
        Destination[] late = [.. Enumerable.Range(0, 8).Select(_ => pool.TakenOf("a"))];
        Check(pool, "---");
        foreach (var connect in late) pool.Pool.ConnectFailed(connect, ConnectFailure.TimedOut, pool.Now);
        Check(pool, "++");
        pool.Fail("a", 4);
        Assert.Equal((DestinationState.Up, 0), (pool.State("a"), pool.Report("a").Ejections));
    }

    [Fact]
    public void What_comes_up_starts_with_a_tenth_and_grows_to_the_whole()
    {
        var pool = new PoolHarness(PoolHarness.RoundRobin with { SlowStart = 1_000 }, new DestinationSettings("a") { Weight = 10 }, new DestinationSettings("b") { Weight = 10 });
        Assert.Equal(10, pool.Report("a").Weight);
        Check(pool, "---");
        Check(pool, "++");
        Assert.Equal(1, pool.Report("a").Weight);
        Assert.Equal(10, pool.Next(110).Count(name => name == 'a'));
        pool.Now += 500;
        Assert.Equal(5.5, pool.Report("a").Weight);
        Assert.InRange(pool.Next(310).Count(name => name == 'a'), 109, 111);
        pool.Now += 500;
        Assert.Equal(10, pool.Report("a").Weight);
        Assert.InRange(pool.Next(100).Count(name => name == 'a'), 49, 51);
    }

    [Theory]
    [InlineData("eject")]
    [InlineData("drain")]
    [InlineData("unresolve")]
    [InlineData("weight")]
    [InlineData("remove")]
    public void Whatever_it_was_away_for_it_comes_back_slowly(string cause)
    {
        var pool = new PoolHarness(new ForwardPolicy { SlowStart = 1_000 }, PoolHarness.Settings("abc"));
        switch (cause)
        {
            case "eject":
                pool.Fail("a");
                pool.Now += 10_000;
                pool.Pool.Tick(pool.Now);
                break;
            case "drain":
                pool.Pool.Drain("a", true, pool.Now);
                pool.Pool.Drain("a", false, pool.Now);
                break;
            case "unresolve":
                pool.Pool.SetAddresses("a", [], pool.Now);
                pool.Pool.SetAddresses("a", [PoolHarness.AddressOf("a")], pool.Now);
                break;
            case "weight":
                pool.Pool.Update([new("a") { Weight = 0 }, new("b"), new("c")], pool.Now);
                pool.Pool.Update(PoolHarness.Settings("abc"), pool.Now);
                break;
            default:
                pool.Pool.Update(PoolHarness.Settings("bc"), pool.Now);
                pool.Pool.Update(PoolHarness.Settings("abc"), pool.Now);
                pool.Pool.SetAddresses("a", [PoolHarness.AddressOf("a")], pool.Now);
                break;
        }

        Assert.Equal([0.1, 1, 1], pool.Pool.Report(pool.Now).Destinations.Select(row => row.Weight));
    }

    private static void Check(PoolHarness pool, string results)
    {
        foreach (var result in results) Assert.True(pool.Pool.Checked("a", result == '+', pool.Now));
    }
}
