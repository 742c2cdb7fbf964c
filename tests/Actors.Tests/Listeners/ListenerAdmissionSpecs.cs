using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Tests.Listeners;

/// <summary>What a client sees that is not let in, and what the log says of it.</summary>
public sealed class ListenerAdmissionSpecs : GatewaySpecs
{
    private readonly RecordingLog _log = new();

    private protected override GatewayContext CreateGateway() => CreateContext(log: _log);

    [Fact]
    public async Task A_client_whose_address_is_denied_is_closed_at_once_while_others_are_served()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (_, at) = await StartAsync(() => new TestSession(), Listener() with { Deny = [IPNetwork.Parse("127.0.0.2/32")] });
        using var allowed = await ConnectAsync(at);
        Assert.Equal("1 a\r\n", await TryTalkAsync(allowed));
        using var denied = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        denied.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await denied.ConnectAsync(at);
        Assert.Equal("", await ReadAsync(denied, null));
        AssertRefused("access_denied", "127.0.0.2:");
        Assert.Equal(1, Gateway.Load.Connections);
    }

    [Fact]
    public async Task Clients_above_the_rate_are_closed_at_once_and_later_ones_are_served_again()
    {
        var (_, at) = await StartAsync(() => new TestSession(), Listener() with { AcceptRate = 1 });
        using (var first = await ConnectAsync(at)) Assert.Equal("1 a\r\n", await TryTalkAsync(first));
        await AwaitAssertAsync(async () => Assert.Equal("", await TryTalkAsync(at)), Patience, TimeSpan.FromMilliseconds(1));
        AssertRefused("accept_rate_exceeded", "127.0.0.1:");
        await AwaitAssertAsync(async () => Assert.Equal("1 a\r\n", await TryTalkAsync(at)), Patience, TimeSpan.FromMilliseconds(100));
    }

    private void AssertRefused(string reason, string peer) => Assert.Contains(
        _log.Lines, line => line.Contains($"({reason})", StringComparison.Ordinal) && line.Contains(peer, StringComparison.Ordinal));

    private static async Task<string> TryTalkAsync(IPEndPoint at)
    {
        using var client = await ConnectAsync(at);
        return await TryTalkAsync(client);
    }

    /// <summary>The answer, or nothing from a listener that has closed already.</summary>
    private static async Task<string> TryTalkAsync(Socket client)
    {
        try
        {
            await SendAsync(client, "a\r\n");
            return await ReadAsync(client, "\r\n");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return "";
        }
    }
}
