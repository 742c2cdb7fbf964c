using System.Net;
using Akka.Actor;
using Akka.TestKit;
using SocketGateway.Actors.Listeners;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Tests.Listeners;

/// <summary>Which listeners are open when descriptors are short; of 1000 these are short from 936 on and until fewer than 872 are open.</summary>
public sealed class ListenersSpecs : GatewaySpecs
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly RecordingLog _log = new();
    private readonly TestProbe _ftp;
    private readonly TestProbe _http;
    private readonly IActorRef _listeners;
    private long _used = 300;
    private long _counts;

    public ListenersSpecs()
    {
        (_ftp, _http) = (CreateTestProbe(), CreateTestProbe());
        Props Create(ListenerSettings settings) => Props.Create(() => new Relay(settings.Name == "ftp" ? _ftp : _http));
        _listeners = Sys.ActorOf(ListenersActor.PropsFor(Gateway, [Listener("ftp"), Listener("http")], Create, Period));
    }

    private protected override GatewayContext CreateGateway() => CreateContext(log: _log, descriptors: () =>
    {
        Interlocked.Increment(ref _counts);
        return (Interlocked.Read(ref _used), 1000);
    });

    [Fact]
    public void Orders_reach_their_listener_in_any_case_of_its_name_and_their_answer_the_one_who_gave_them()
    {
        _listeners.Tell(new GatewayProtocol.SetListening("FTP", true), TestActor);
        _ftp.ExpectMsg<ListenerProtocol.Resume>();
        Assert.Equal(TestActor, _ftp.Sender);
        _listeners.Tell(new GatewayProtocol.SetListening("ftp", false), TestActor);
        _ftp.ExpectMsg<ListenerProtocol.Suspend>();
        Assert.Equal(TestActor, _ftp.Sender);
        _listeners.Tell(new GatewayProtocol.SetListening("nosuch", true), TestActor);
        Assert.Equal("nosuch", ExpectMsg<GatewayProtocol.UnknownListener>().Listener);
        Assert.False(_http.HasMessages);
    }

    [Fact]
    public async Task When_descriptors_are_short_all_are_suspended_and_resumed_when_there_are_more()
    {
        Open(_ftp, "ftp");
        Open(_http, "http");
        await UseAsync(935);
        Assert.False(_ftp.HasMessages);
        Assert.False(Gateway.Load.IsShortOfDescriptors);

        await UseAsync(936);
        foreach (var listener in (TestProbe[])[_ftp, _http]) listener.FishForMessage<ListenerProtocol.Suspend>(_ => true, Patience);
        Assert.True(Gateway.Load.IsShortOfDescriptors);

        // Between the two bounds nothing opens.
        await UseAsync(872);
        Assert.True(Gateway.Load.IsShortOfDescriptors);
        Assert.DoesNotContain(Received(_ftp), message => message is ListenerProtocol.Resume);

        await UseAsync(871);
        foreach (var listener in (TestProbe[])[_ftp, _http])
        {
            listener.FishForMessage<ListenerProtocol.Resume>(_ => true, Patience);

            // Nobody is there to hear that it failed: the listener has to go on trying.
            Assert.True(listener.Sender.IsNobody());
        }

        Assert.False(Gateway.Load.IsShortOfDescriptors);
        Assert.Single(_log.Lines, line => line.Contains("hardly any descriptors are left, 1 times: 936 of 1000", StringComparison.Ordinal));
        Assert.Single(_log.Lines, line => line.Contains("there are descriptors again, 1 times: 871 of 1000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_listener_that_an_operator_suspended_before_or_meanwhile_stays_so()
    {
        Open(_ftp, "ftp");
        Open(_http, "http");
        _listeners.Tell(new GatewayProtocol.SetListening("http", false), TestActor);
        _http.ExpectMsg<ListenerProtocol.Suspend>();
        await UseAsync(1000);
        _ftp.FishForMessage<ListenerProtocol.Suspend>(_ => true, Patience);
        Assert.False(_http.HasMessages);
        _listeners.Tell(new GatewayProtocol.SetListening("ftp", false), TestActor);
        await UseAsync(300);
        Assert.False(Gateway.Load.IsShortOfDescriptors);
        Assert.DoesNotContain(Received(_ftp).Concat(Received(_http)), message => message is ListenerProtocol.Resume);
    }

    [Fact]
    public async Task One_that_is_to_be_opened_while_descriptors_are_short_says_why_not_and_opens_later()
    {
        await UseAsync(1000);
        _listeners.Tell(new GatewayProtocol.SetListening("ftp", true), TestActor);
        var failed = ExpectMsg<ListenerProtocol.BindFailed>();
        Assert.Equal(("ftp", IPAddress.Loopback), (failed.Listener, failed.Local.Address));
        Assert.Contains("descriptors", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Received(_ftp), message => message is ListenerProtocol.Resume);
        await UseAsync(300);
        _ftp.FishForMessage<ListenerProtocol.Resume>(_ => true, Patience);
    }

    [Fact]
    public async Task The_listeners_are_told_how_many_connections_there_may_be_until_the_next_count()
    {
        Assert.True(Gateway.Load.TryAddConnection());
        await UseAsync(930);
        Assert.Equal(7, Gateway.Load.AllowedByDescriptors);
        await UseAsync(940);
        Assert.Equal(-3, Gateway.Load.AllowedByDescriptors);
        Assert.True(Gateway.Load.DescriptorsAreFull);
    }

    private void Open(TestProbe listener, string name)
    {
        _listeners.Tell(new GatewayProtocol.SetListening(name, true), TestActor);
        listener.ExpectMsg<ListenerProtocol.Resume>();
    }

    /// <summary>So many are open, and have been counted: what the second count after that finds has been acted on.</summary>
    private async Task UseAsync(long used)
    {
        Interlocked.Exchange(ref _used, used);
        var before = Interlocked.Read(ref _counts);
        await AwaitConditionAsync(() => Task.FromResult(Interlocked.Read(ref _counts) >= before + 3), Patience, TimeSpan.FromMilliseconds(5));
    }

    private static List<object> Received(TestProbe probe)
    {
        var messages = new List<object>();
        while (probe.HasMessages) messages.Add(probe.ReceiveOne(TimeSpan.Zero));
        return messages;
    }

    private sealed class Relay(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Forward(message);
    }
}
