using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.IO;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>Clients that come at the moment at which a port is bound.</summary>
public sealed class EarlyAcceptsSpecs : GatewaySpecs
{
    private const int Rounds = 50;
    private const int Clients = 4;

    [Fact]
    public void What_a_listener_dropped_before_it_was_bound_is_given_back_to_it()
    {
        var listener = Sys.ActorOf(Props.Create(() => new Dropping(TestActor)));
        var owner = NewOwner();
        listener.Tell("accepted", TestActor);
        listener.Tell("accepted too", TestActor);
        listener.Tell(new Tcp.Bound(new IPEndPoint(IPAddress.Loopback, 1)), owner);
        Assert.Equal("accepted", ExpectMsg<string>(Patience));
        Assert.Equal("accepted too", ExpectMsg<string>(Patience));
    }

    [Fact]
    public void What_others_dropped_meanwhile_is_not()
    {
        var (listener, other) = (Sys.ActorOf(Props.Create(() => new Dropping(TestActor))), Sys.ActorOf(Props.Create(() => new Dropping(TestActor))));
        var owner = NewOwner();
        other.Tell("somebody else's", TestActor);
        listener.Tell("accepted", TestActor);
        other.Tell(new Tcp.Bound(new IPEndPoint(IPAddress.Loopback, 1)), TestActor);
        ExpectMsg<Tcp.Bound>(Patience);
        listener.Tell(new Tcp.Bound(new IPEndPoint(IPAddress.Loopback, 1)), owner);
        Assert.Equal("accepted", ExpectMsg<string>(Patience));
        other.Tell("the last", TestActor);
        Assert.Equal("the last", ExpectMsg<string>(Patience));
    }

    [Fact]
    public async Task Every_client_that_comes_while_a_port_is_bound_is_accepted()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var at = new IPEndPoint(IPAddress.Loopback, FreePorts.One());
            var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => Connect(at))).ToList();
            var owner = NewOwner();
            owner.Tell(at);
            for (var client = 0; client < Clients; client++) ExpectMsg<Tcp.Connected>(Patience);
            foreach (var client in clients) (await client).Dispose();
            owner.Tell(PoisonPill.Instance);
        }
    }

    private IActorRef NewOwner()
    {
        var owner = Sys.ActorOf(Props.Create(() => new Owner(TestActor)));
        owner.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>(Patience);
        return owner;
    }

    private static Socket Connect(IPEndPoint at)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(at);
                return socket;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                // Nobody listens yet.
                socket.Dispose();
            }
        }
    }

    /// <summary>Drops everything until it is bound, as Akka.IO's does.</summary>
    private sealed class Dropping(IActorRef heard) : UntypedActor
    {
        private bool _bound;

        protected override void OnReceive(object message)
        {
            if (message is Tcp.Bound)
            {
                _bound = true;
                Sender.Tell(message);
            }
            else if (_bound)
            {
                heard.Tell(message);
            }
            else
            {
                Unhandled(message);
            }
        }
    }

    /// <summary>Binds where it is told to, and tells who comes.</summary>
    private sealed class Owner : UntypedActor
    {
        private readonly IActorRef _heard;
        private readonly EarlyAccepts _early = new(Context);

        public Owner(IActorRef heard)
        {
            _heard = heard;
            _early.Begin();
        }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case UnhandledMessage dropped:
                    _early.Add(dropped);
                    break;
                case IPEndPoint at:
                    Context.System.Tcp().Tell(new Tcp.Bind(Self, at));
                    break;
                case Tcp.Bound:
                    _early.GiveBackTo(Sender);
                    break;
                case Tcp.Connected:
                    _heard.Tell(message);
                    break;
            }
        }
    }
}
