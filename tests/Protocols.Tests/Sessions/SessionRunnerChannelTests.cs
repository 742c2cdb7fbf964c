using System.Buffers;
using System.Net;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class SessionRunnerChannelTests
{
    private static readonly IPEndPoint Port = new(IPAddress.Loopback, 2020);

    [Fact]
    public async Task A_port_is_there_in_mid_step_and_the_steps_commit_adopts_it()
    {
        var harness = new RunnerHarness(Listening()).Begin();
        Assert.Equal(1, Assert.Single(harness.Sent.OfType<SessionProtocol.OpenChannel>()).Channel);
        Assert.Empty(harness.Commits);
        harness.Runner.Deliver(new SessionProtocol.ChannelListening(1, 1, Port, null));
        await harness.FinishStepAsync();

        Assert.Equal("port 2020", harness.Output);
        Assert.Equal([1], Assert.Single(harness.Commits).Effects!.Adopted);
    }

    [Fact]
    public async Task A_port_that_cannot_be_had_is_an_exception_and_its_number_is_free_again()
    {
        var harness = new RunnerHarness(Listening()).Begin();
        harness.Runner.Deliver(new SessionProtocol.ChannelListening(1, 1, null, "none left"));
        await harness.FinishStepAsync();

        Assert.Contains("none left", harness.Failure!.Error, StringComparison.Ordinal);
        Assert.Null(harness.Runner.FindChannel(1));
    }

    [Fact]
    public void A_step_that_does_not_wait_for_its_port_fails()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Opened = session =>
            {
                _ = session.ListenAsync();
                return default;
            },
        }).Begin();

        Assert.Contains("await ListenAsync", harness.Failure!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_waits_for_its_port_is_released_by_the_end()
    {
        var harness = new RunnerHarness(Listening()).Begin();
        harness.Runner.Deliver(new SessionProtocol.Ended(1, CloseReasons.ConnectionReset));
        await harness.FinishStepAsync();

        Assert.Equal("over 'connection_reset'", harness.Session.Steps[^1]);
        Assert.True(harness.IsFinished);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Only_the_clients_own_input_goes_on_by_reference(int channel, bool byReference)
    {
        var harness = new RunnerHarness(new ProbeSession { Input = Echo, ChannelInput = Echo }).Begin(channels:
        [
            new ChannelSnapshot(0, ChannelStatus.Open, null, null, 0, false, 0, false, 1000),
            new ChannelSnapshot(1, ChannelStatus.Open, null, null, 0, false, 0, false, 1000),
        ]);
        var input = "hello"u8.ToArray();
        harness.Runner.Deliver(new SessionProtocol.Input(1, channel, 0, input));
        input[0] = (byte)'j';

        Assert.Equal(byReference ? "jello" : "hello", harness.Output);

        static ValueTask Echo(ProbeSession session, ReadOnlySequence<byte> bytes)
        {
            session.Channel.Write(bytes);
            return session.Take(bytes.Length);
        }
    }

    [Fact]
    public void A_closed_port_keeps_its_number_until_its_end_was_handled()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Input = (session, input) =>
            {
                session.Runner.FindChannel(1)!.Close();
                return session.Take(input.Length);
            },
        }).Begin(StartKind.Resumed, channels:
        [
            new ChannelSnapshot(0, ChannelStatus.Open, null, null, 0, false, 0, false, 100),
            new ChannelSnapshot(1, ChannelStatus.Listening, Port, null, 0, false, 0, false, 100),
        ]);
        harness.Receive("a");
        Assert.NotNull(harness.Runner.FindChannel(1));
        harness.Raise(1, new SessionEvent.ChannelClosed(1, true, 0, ""));

        Assert.Equal("closed 1", harness.Session.Steps[^1]);
        Assert.Null(harness.Runner.FindChannel(1));
    }

    [Fact]
    public void A_full_data_channel_does_not_stop_the_clients()
    {
        var harness = new RunnerHarness().Begin(StartKind.Resumed, channels:
        [
            new ChannelSnapshot(0, ChannelStatus.Open, null, null, 0, false, 0, false, 100),
            new ChannelSnapshot(1, ChannelStatus.Open, Port, Port, 0, false, 50, false, 50),
        ]);
        harness.Receive("data", channel: 1);
        harness.Receive("ABOR");

        Assert.Equal(["resumed", "input ABOR"], harness.Session.Steps);
    }

    [Fact]
    public void Four_channels_are_the_most()
    {
        var harness = new RunnerHarness(new ProbeSession
        {
            Opened = session =>
            {
                for (var i = 1; i < LedgerLimits.MaxChannels; i++) Assert.Equal(i, session.Runner.Connect(Port).Id);
                Assert.Throws<SessionException>(() => session.Runner.Connect(Port));
                return default;
            },
        }).Begin();

        Assert.Null(harness.Failure);
        Assert.Equal(3, Assert.Single(harness.Commits).Effects!.Connects.Count);
    }

    private static ProbeSession Listening() => new()
    {
        Opened = async session =>
        {
            var channel = await session.ListenAsync();
            session.Write($"port {channel.Local!.Port}");
        },
    };
}
