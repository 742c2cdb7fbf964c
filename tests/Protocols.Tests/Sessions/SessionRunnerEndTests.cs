using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class SessionRunnerEndTests
{
    [Fact]
    public async Task A_stop_lets_the_step_under_way_commit_first()
    {
        var gate = new TaskCompletionSource();
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = async (session, input) =>
            {
                await gate.Task;
                await session.Take(1);
            },
        }).Begin();
        harness.Receive("ab");
        harness.Runner.Deliver(new SessionProtocol.Stop(1));
        Assert.Empty(harness.Sent.OfType<SessionProtocol.Stopped>());
        gate.SetResult();
        await harness.FinishStepAsync();

        Assert.Single(harness.Commits);
        Assert.IsType<SessionProtocol.Stopped>(harness.Sent[^1]);
        Assert.True(harness.IsFinished);
        Assert.DoesNotContain(harness.Session.Steps, s => s.StartsWith("over", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(CloseReasons.Kicked, true)]
    [InlineData("replaced", false)]
    [InlineData("transferred", false)]
    public void The_end_of_the_connection_is_told_to_the_last_incarnation_only(string reason, bool told)
    {
        var harness = new RunnerHarness().Begin();
        harness.Runner.Deliver(new SessionProtocol.Ended(1, reason));

        Assert.Equal(told, harness.Session.Steps.Contains($"over '{reason}'"));
        Assert.True(harness.IsFinished);
    }

    [Fact]
    public void After_a_close_no_further_step_runs_and_the_end_is_still_told()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, _) =>
            {
                session.Close();
                return session.Take(1);
            },
        }).Begin();
        harness.Receive("qd");
        harness.Raise(1, new SessionEvent.Pushed(PushMessage.FromText("m")));
        harness.Runner.Deliver(new SessionProtocol.Stop(1));
        Assert.Equal(["opened", "input qd"], harness.Session.Steps);
        Assert.False(harness.IsFinished);
        harness.Runner.Deliver(new SessionProtocol.Ended(1, ""));

        Assert.Equal("over ''", harness.Session.Steps[^1]);
        Assert.Equal("", Assert.Single(harness.Commits).Effects!.Close);
    }

    [Fact]
    public void The_end_of_input_is_a_step_after_all_input_which_is_looked_at_once_more_and_closes_by_default()
    {
        var harness = new RunnerHarness(new ProbeSession { Input = (_, _) => default }).Begin();
        harness.Receive("ab");
        harness.Runner.Deliver(new SessionProtocol.InputEnded(1, 0, 2));

        Assert.Equal(["opened", "input ab", "input ab", "end"], harness.Session.Steps);
        var commit = Assert.Single(harness.Commits);
        Assert.Equal((2L, true, ""), (commit.Primary.InputTo, commit.Primary.EndConsumed, commit.Effects!.Close));
    }
}
