using Akka.Actor;
using Akka.Configuration;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>What a stranger sends, or a node that was taken over, does not choose what is made of it here.</summary>
public sealed class RefusingSerializerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _stranger = ActorSystem.Create("socketgateway", ConfigurationFactory.ParseString("""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp.hostname = "127.0.0.1"
        akka.remote.dot-netty.tcp.port = 0
        """));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _stranger.Terminate();

    [Fact]
    public async Task A_payload_that_names_a_type_is_never_made_into_one()
    {
        await using var node = new TestNode();
        var victim = await _stranger.ActorSelection($"akka.tcp://socketgateway@{node.Address}/user/inbox").ResolveOne(Patience);
        var gadget = new Gadget { Command = "rm -rf /" };
        Gadget.Made = 0;
        victim.Tell(gadget);

        // The way is open, and in order: what comes after it arrives.
        victim.Tell("hello");
        await Task.Run(async () =>
        {
            while (node.Received.IsEmpty) await Task.Yield();
        }).WaitAsync(Patience);
        Assert.Equal(["hello"], node.Received);
        Assert.Equal(0, Gadget.Made);
    }

    [Fact]
    public async Task Without_the_lock_it_is()
    {
        var open = ActorSystem.Create("socketgateway", _stranger.Settings.Config);
        try
        {
            var inbox = Inbox.Create(open);
            var receiver = inbox.Receiver;
            var address = ((ExtendedActorSystem)open).Provider.DefaultAddress;
            var victim = await _stranger.ActorSelection(receiver.Path.ToStringWithAddress(address)).ResolveOne(Patience);
            victim.Tell(new Gadget { Command = "rm -rf /" });
            Assert.Equal("rm -rf /", ((Gadget)await inbox.ReceiveAsync(Patience)).Command);
        }
        finally
        {
            await open.Terminate();
        }
    }

    /// <summary>Any class of this process whose properties do something when they are set.</summary>
    public sealed class Gadget
    {
        private static int _made;

        public static int Made
        {
            get => _made;
            set => _made = value;
        }

        public string Command
        {
            get;
            set
            {
                field = value;
                Interlocked.Increment(ref _made);
            }
        }

        = "";
    }
}
