using System.Net.Sockets;
using Akka.Actor;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>Who may link to whom.</summary>
public sealed class LinkTlsSpecs : LinkedSpecs
{
    private static readonly LinkLimits Limits = new() { Heartbeat = 100, Timeout = 10_000 };

    private readonly TestAuthority _authority = new();
    private readonly RecordingLog _log;
    private readonly GatewayContext _here;

    public LinkTlsSpecs()
        : this(new RecordingLog())
    {
    }

    private LinkTlsSpecs(RecordingLog log)
        : base(log) => (_log, _here) = (log, CreateContext(log: log));

    [Fact]
    public void Nodes_of_one_authority_link_and_carry_more_than_a_record_both_ways()
    {
        Take(_authority.Node());
        var link = Dial(_authority.Node());
        AwaitAssert(() => Assert.Single(_here.Nodes.All), Patience);
        var (connection, session) = (CreateTestProbe(), CreateTestProbe());
        _here.Directory.Add(new ConnectionId(1), connection.Ref);
        link.Tell(new SessionOpening(TestOpenings.Opening(ActorRefs.Nobody, 1, 1).Open, connection.Ref));
        session.Send(Services.ExpectMsg<SessionOpening>(Patience).Connection, new SessionProtocol.Opened(1, 0, resumable: true));
        connection.ExpectMsg<SessionProtocol.Opened>(Patience);
        var bytes = new byte[100_000];
        Random.Shared.NextBytes(bytes);
        connection.LastSender.Tell(new SessionProtocol.Input(1, 0, 0, bytes));
        Assert.Equal(bytes, session.ExpectMsg<SessionProtocol.Input>(Patience).Bytes.ToArray());
        session.LastSender.Tell(new Commit(1, 1) { Primary = new ChannelDelta { InputTo = bytes.Length, Output = bytes } }, session.Ref);
        Assert.Equal(bytes, connection.ExpectMsg<Commit>(Patience).Primary.Output.ToArray());
    }

    [Fact]
    public void A_gateway_of_another_authority_is_not_let_in_and_nothing_of_it_is_read()
    {
        using var other = new TestAuthority();
        Take(_authority.Node());
        Dial(_authority.Intruder(other));
        AwaitAssert(() => Assert.Contains(_log.Lines, line => line.Contains("a node was refused", StringComparison.Ordinal)), Patience);
        Assert.Equal(ActorRefs.Nobody, Network.Link);
        Assert.Empty(_here.Nodes.All);
    }

    [Fact]
    public void A_gateway_links_to_no_node_of_another_authority()
    {
        using var other = new TestAuthority();
        Take(_authority.Intruder(other));
        Dial(_authority.Node());
        AwaitAssert(() => Assert.Contains(_log.Lines, line => line.Contains("a node was refused", StringComparison.Ordinal)), Patience);
        Assert.Equal(ActorRefs.Nobody, Network.Link);
        Assert.Empty(_here.Nodes.All);
    }

    [Fact]
    public void A_gateway_without_TLS_is_not_let_in()
    {
        Take(_authority.Node());
        Dial(null);
        AwaitAssert(() => Assert.Contains(_log.Lines, line => line.Contains("a TLS handshake of a link failed", StringComparison.Ordinal)), Patience);
        Assert.Equal(ActorRefs.Nobody, Network.Link);
        Assert.Empty(_here.Nodes.All);
    }

    [Fact]
    public async Task Whoever_does_not_greet_is_closed_and_others_are_not_disturbed()
    {
        Take(null);
        using var silent = new TcpClient();
        using var babbling = new TcpClient();
        await silent.ConnectAsync(await Network.Target.Task);
        await babbling.ConnectAsync(await Network.Target.Task);
        await babbling.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        Dial(null);
        AwaitAssert(() => Assert.Single(_here.Nodes.All), Patience);
        await AssertClosedAsync(babbling);
        await AssertClosedAsync(silent);
        Assert.Single(_here.Nodes.All);
    }

    private static async Task AssertClosedAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], patience.Token));
        }
        catch (IOException)
        {
            // Reset: closed as well.
        }
    }

    private void Take(ClusterTls? tls) => Take(tls, Limits);

    private IActorRef Dial(ClusterTls? tls) => Dial(_here, tls, Limits);

    protected override void AfterAll()
    {
        _authority.Dispose();
        base.AfterAll();
    }
}
