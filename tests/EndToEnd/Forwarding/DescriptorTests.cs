using System.Globalization;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.EndToEnd.Pty;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>A lent connection has three descriptors of the process, one of them a duplicate: none is forgotten, and none is inherited.</summary>
[Collection(SharedForwardingCollection.Name)]
public sealed class DescriptorTests(SharedForwarding shared)
{
    private const int Rounds = 20;
    private const int Clients = 50;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task After_a_thousand_connections_that_ended_in_every_way_no_descriptor_is_left()
    {
        shared.One.Serve = AnswerInEveryWay();
        var (gateway, ports) = (shared.Gateway, (Answering: shared.Gateway.Table["one"], Refusing: shared.Gateway.Table["refused"]));
        await RunRoundAsync(ports.Answering, ports.Refusing);
        var before = await StableDescriptorsAsync(gateway);
        for (var round = 0; round < Rounds; round++) await RunRoundAsync(ports.Answering, ports.Refusing);
        await Eventually.Async(() => gateway.Descriptors, now => now <= before + 2, Soon, $"descriptors are back at {before}");
    }

    [Fact]
    public async Task A_program_that_is_started_while_connections_are_lent_has_none_of_their_descriptors()
    {
        using var destination = new TestDestination("one", Serving.EchoAsync);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySettings
        {
            ConfigFile = ProgramSettings.For(["/bin/ls", "-l", "/proc/self/fd"]),
            Values =
            [
                ("Listeners:one:Port", "0"), ("Listeners:one:Service", "one"),
                ("Services:one:Type", "Forward"), ("Services:one:Destinations:one:Address", $"127.0.0.1:{destination.Port.ToString(CultureInfo.InvariantCulture)}"),
            ],
        });
        var clients = new List<TestClient>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await TestClient.ConnectAsync(gateway.Table["one"]));
            await clients[i].EchoAsync([1]);
        }

        using var program = await ProgramClient.LogInAsync(gateway.Table["shell"]);
        Assert.True(await program.ReadToEndAsync());
        Assert.Equal(4, program.Received.Split("\r\n").Count(line => line.Contains(" -> ", StringComparison.Ordinal)));
        Assert.DoesNotContain("socket:", program.Received, StringComparison.Ordinal);
        foreach (var client in clients)
        {
            await client.EchoAsync([2]);
            client.Dispose();
        }
    }

    /// <summary>In turn: echoes to the end, ends first, resets, is silent.</summary>
    private static Func<TestClient, Task> AnswerInEveryWay()
    {
        var turn = 0;
        return async connection =>
        {
            switch (Interlocked.Increment(ref turn) % 4)
            {
                case 0:
                    await Serving.EchoAsync(connection);
                    break;
                case 1:
                    await Serving.Say("bye")(connection);
                    break;
                case 2:
                    await connection.ReceiveAsync(new byte[1]);
                    connection.Reset();
                    break;
                default:
                    await connection.ReceiveAllAsync();
                    break;
            }
        };
    }

    private static Task RunRoundAsync(int answering, int refusing) => Task.WhenAll(Enumerable.Range(0, Clients).Select(async i =>
    {
        using var client = await TestClient.ConnectAsync(i % 5 == 0 ? refusing : answering);
        try
        {
            if (i % 2 == 0) await client.SendAsync(new byte[1000 * i]);
            if (i % 3 == 0) client.Reset();
            else client.ShutdownSend();
            if (i % 3 == 1) await client.ReceiveEndAsync();
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The destination was quicker.
        }
    }));

    /// <summary>Once two looks at an idle gateway agree.</summary>
    private static async Task<int> StableDescriptorsAsync(GatewayProcess gateway)
    {
        using var admin = new AdminClient(gateway.Admin);
        await Eventually.Async(admin.ConnectionsAsync, rows => rows.Count == 0, Soon, "nobody is connected");
        var last = -1;
        var stable = await Eventually.Async(
            () => (Before: Interlocked.Exchange(ref last, gateway.Descriptors), Now: last), seen => seen.Before == seen.Now, Soon, "descriptors stay the same");
        return stable.Now;
    }
}
