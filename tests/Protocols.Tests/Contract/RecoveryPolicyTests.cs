using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class RecoveryPolicyTests
{
    private readonly RecoveryPolicy _policy = new(new LedgerLimits());

    [Fact]
    public void Attempts_are_spaced_and_a_commit_begins_anew()
    {
        Assert.Equal([0L, 100, 1_000, 5_000, 5_000, 5_000], Enumerable.Range(0, 6).Select(_ => _policy.NextAttempt(0, wasServing: false)));
        _policy.Progress(consumed: false);
        Assert.Equal(0, _policy.NextAttempt(0, wasServing: true));
    }

    [Fact]
    public void The_hold_time_counts_from_the_first_loss()
    {
        Assert.Equal(long.MaxValue, _policy.HoldDue);
        _policy.NextAttempt(1_000, wasServing: true);
        _policy.NextAttempt(2_000, wasServing: false);
        Assert.Equal(31_000, _policy.HoldDue);
        _policy.Progress(consumed: false);
        Assert.Equal(long.MaxValue, _policy.HoldDue);
    }

    [Fact]
    public void Ten_seconds_of_service_count_as_progress()
    {
        _policy.NextAttempt(0, wasServing: false);
        _policy.NextAttempt(0, wasServing: false);
        _policy.Opened(100);

        Assert.Equal(10_100, _policy.NextAttempt(10_100, wasServing: true));
        Assert.Equal(40_100, _policy.HoldDue);
    }

    [Fact]
    public void The_third_failure_on_the_same_input_is_poison_and_only_consuming_resets_the_count()
    {
        Assert.False(_policy.CountPoison());
        _policy.Progress(consumed: false);
        Assert.False(_policy.CountPoison());
        _policy.Progress(consumed: true);
        Assert.False(_policy.CountPoison());
        Assert.False(_policy.CountPoison());
        Assert.True(_policy.CountPoison());
    }

    [Fact]
    public void The_first_lost_node_is_half_a_failure_and_the_second_makes_both_whole()
    {
        Assert.False(_policy.CountLostNode());
        Assert.Equal((0.5, true), (_policy.PoisonCount, _policy.IsSuspect));
        Assert.False(_policy.CountLostNode());
        Assert.Equal(2, _policy.PoisonCount);
        Assert.True(_policy.CountLostNode());
        _policy.Progress(consumed: true);
        Assert.Equal((0, false), (_policy.PoisonCount, _policy.IsSuspect));
    }

    [Fact]
    public void A_failing_service_makes_nothing_poison()
    {
        _policy.CountPoison();
        _policy.CountPoison();
        _policy.ForgetPoison();
        Assert.False(_policy.CountPoison());
    }

    [Fact]
    public void A_hundred_epochs_a_minute_are_the_most()
    {
        for (var i = 0; i < LedgerLimits.MaxEpochsPerMinute; i++) Assert.True(_policy.CountEpoch(i));
        Assert.False(_policy.CountEpoch(59_999));
        Assert.True(_policy.CountEpoch(60_000));
    }
}
