using System.Net;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>Which destination a client gets, and what it sees while there is none.</summary>
[Collection(SharedForwardingCollection.Name)]
public sealed class DestinationTests(SharedForwarding shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_destination_that_refuses_is_hidden_by_the_next_and_left_out_after_two_failures()
    {
        var (left, right) = (shared.Pair[0], shared.Pair[1]);
        Assert.Equal(["left", "right"], new HashSet<string> { await AskAsync("pair"), await AskAsync("pair") }.Order());
        left.Refuse();
        for (var i = 0; i < 10; i++) Assert.Equal("right", await AskAsync("pair"));
        await Eventually.Async(() => FailuresAsync("left"), failures => failures == 2, Soon, "two failures are counted");

        // It is left out for an hour, unless it is all that there is.
        left.Listen();
        for (var i = 0; i < 4; i++) Assert.Equal("right", await AskAsync("pair"));
        Assert.Equal((1, 15), (left.Accepted, right.Accepted));
    }

    [Fact]
    public async Task A_client_waits_for_a_destination_and_is_served_when_it_listens_and_others_are_turned_away_in_time()
    {
        using (var reset = await shared.ConnectAsync("short"))
        {
            Assert.Equal(StreamEnd.Reset, await reset.ReceiveEndAsync());
            Assert.Equal(("connect_failed", 0, 0), await shared.EndedAsync(reset.Local.ToString()));
        }

        using (var told = await shared.ConnectAsync("banner"))
        {
            // What it says in the meantime must not turn the answer into a reset.
            await told.SendAsync("hello"u8.ToArray());
            Assert.Equal("421 nobody is here\r\n", Encoding.ASCII.GetString(await told.ReceiveAllAsync()));
            told.ShutdownSend();
            Assert.Equal(("connect_failed", 5, 20), await shared.EndedAsync(told.Local.ToString()));
        }

        using var client = await shared.ConnectAsync("hold");
        await client.SendAsync("early"u8.ToArray());
        var row = await shared.ListedAsync(client, row => row.State == "connecting");
        Assert.Equal(("service", "lease", null), (row.HeldUpBy, row.Way, row.Destination));
        using var gone = await shared.ConnectAsync("hold");
        await shared.ListedAsync(gone, row => row.State == "connecting");
        var peer = gone.Local.ToString();
        gone.Reset();
        Assert.Equal("connection_reset", (await shared.EndedAsync(peer)).Reason);

        shared.Late.Listen();
        Assert.Equal("early"u8.ToArray(), await client.ReceiveExactlyAsync(5));
        Assert.Equal(1, shared.Late.Accepted);
        shared.Late.Refuse();
    }

    [Fact]
    public async Task A_destination_has_no_more_connections_than_it_may_and_the_next_in_line_gets_the_place()
    {
        using var first = await shared.ConnectAsync("narrow");
        using var second = await shared.ConnectAsync("narrow");
        await first.EchoAsync([1]);
        await second.EchoAsync([2]);
        using var third = await shared.ConnectAsync("narrow");
        await third.SendAsync(new byte[] { 3 });
        await shared.ListedAsync(third, row => row.State == "connecting");
        using var fourth = await shared.ConnectAsync("narrow");
        await fourth.SendAsync(new byte[] { 4 });
        await shared.ListedAsync(fourth, row => row.State == "connecting");
        Assert.Equal(2, shared.Narrow.Accepted);

        second.Reset();
        Assert.Equal([3], await third.ReceiveExactlyAsync(1));
        await shared.ListedAsync(fourth, row => row.State == "connecting");
        Assert.Equal(3, shared.Narrow.Accepted);
        first.ShutdownSend();
        Assert.Equal(StreamEnd.Finished, await first.ReceiveEndAsync());
        Assert.Equal([4], await fourth.ReceiveExactlyAsync(1));
    }

    [Fact]
    public async Task A_destination_that_answers_a_check_wrongly_gets_no_connections_until_it_answers_rightly_again()
    {
        var ill = shared.Checked[1];
        await Eventually.Async(() => AnswersAsync("checked", "ping\n"), seen => seen.SequenceEqual(["pong ill", "pong well"]), Soon, "both are used");
        ill.Serve = Serving.Answer("ping\n", "out of order");
        await shared.Gateway.WaitForLineAsync("ill.*another answer than expected", Soon);
        await Eventually.Async(() => AnswersAsync("checked", "ping\n"), seen => seen.SequenceEqual(["pong well"]), Soon, "only the healthy one is used");
        ill.Serve = Serving.Answer("ping\n", "pong ill");
        await Eventually.Async(() => AnswersAsync("checked", "ping\n"), seen => seen.Count == 2, Soon, "both are used again");
    }

    [Fact]
    public async Task Destinations_share_clients_by_their_weights()
    {
        var names = new List<string>();
        for (var i = 0; i < 12; i++) names.Add(await AskAsync("weighted"));
        Assert.Equal((9, 3), (names.Count(name => name == "heavy"), names.Count(name => name == "light")));
    }

    [Fact]
    public async Task A_client_address_stays_with_its_destination()
    {
        var chosen = new Dictionary<IPAddress, string>();
        for (var last = 2; last < 10; last++) chosen[IPAddress.Parse($"127.0.0.{last}")] = await AskAsync("hashed", IPAddress.Parse($"127.0.0.{last}"));
        Assert.Equal(2, chosen.Values.Distinct().Count());
        foreach (var (address, name) in chosen)
        {
            for (var i = 0; i < 3; i++) Assert.Equal(name, await AskAsync("hashed", address));
        }
    }

    private async Task<string> AskAsync(string service, IPAddress? from = null, string question = "")
    {
        using var client = await TestClient.ConnectAsync(shared.Gateway.Table[service], from: from);
        await client.SendAsync(Encoding.ASCII.GetBytes(question));
        client.ShutdownSend();
        return Encoding.ASCII.GetString(await client.ReceiveAllAsync());
    }

    private async Task<IReadOnlyList<string>> AnswersAsync(string service, string question)
    {
        var answers = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4; i++) answers.Add(await AskAsync(service, question: question));
        return [.. answers];
    }

    private Task<double> FailuresAsync(string destination) => shared.Admin.MetricAsync(
        "socketgateway_destination_connect_failures_total", $"socketgateway_destination=\"{destination}\"", "error_type=\"connection_refused\"");
}
