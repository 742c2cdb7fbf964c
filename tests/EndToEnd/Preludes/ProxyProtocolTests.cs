using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>Headers of the PROXY protocol, from HAProxy and from whoever would like to be one.</summary>
[Collection(ProxiedGatewayCollection.Name)]
public sealed class ProxyProtocolTests(ProxiedGateway gateway)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly IPAddress Neighbour = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task Behind_haproxy_a_service_sees_the_client_whatever_form_the_header_has()
    {
        var (line, binary, extended) = (FreePorts.One(), FreePorts.One(), FreePorts.One());
        await using var haproxy = await ProxyServer.StartHAProxyAsync(
            $$"""
            listen line
              bind 127.0.0.1:{{line}}
              server gateway 127.0.0.1:{{gateway.Site}} send-proxy
            listen binary
              bind 127.0.0.1:{{binary}}
              server gateway 127.0.0.1:{{gateway.Site}} send-proxy-v2
            listen extended
              bind 127.0.0.1:{{extended}} ssl crt {{TlsGateway.Certificate}} alpn http/1.1
              unique-id-format %{+X}o\ %ci:%cp_%fi:%fp_%Ts_%rt
              server gateway 127.0.0.1:{{gateway.Site}} send-proxy-v2-ssl-cn proxy-v2-options ssl,cert-cn,authority,crc32c,unique-id
            """,
            line);
        foreach (var port in (int[])[line, binary])
        {
            using var client = await TestClient.ConnectAsync(port, from: Neighbour);
            Assert.Contains($"{client.Local} <-> 127.0.0.1:{gateway.Site}", await Page.GetAsync(client), StringComparison.Ordinal);
        }

        using var secure = await TestClient.ConnectAsync(extended, from: Neighbour);
        await using var stream = await TlsGateway.SecureAsync(secure, "http/1.1", host: "shop.example.test");
        Assert.Contains($"{secure.Local} <-> 127.0.0.1:{gateway.Site}", await Page.GetAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_and_first_bytes_may_be_cut_at_every_byte()
    {
        var bytes = Encoding.ASCII.GetBytes(ProxiedGateway.Header + "hello");
        foreach (var port in (int[])[gateway.Required, gateway.Optional])
        {
            for (var cut = 0; cut < bytes.Length; cut++)
            {
                using var client = await TestClient.ConnectAsync(port);
                if (cut > 0) await client.SendAsync(bytes.AsMemory(0, cut));
                await client.SendAsync(bytes.AsMemory(cut));
                Assert.Equal("hello"u8.ToArray(), await client.ReceiveExactlyAsync(5));
            }
        }

        await gateway.Process.WaitForLineAsync($@"ended: 192\.0\.2\.7:4000 <-> 127\.0\.0\.1:{gateway.Required} required echo closed, 5 bytes in, 5 bytes out", Soon);
    }

    [Fact]
    public async Task What_is_no_header_is_refused_with_its_reason()
    {
        string[] malformed = ["PROXY TCP4 192.0.2.7 10.0.0.1 4000\r\n", "PROXY TCP4 192.0.2.7 10.0.0.1 4000 80\n", "\r\n\r\n\0\r\nQUIT\n\x31\x11\0\x0C"];
        foreach (var bytes in malformed.Append("GET / HTTP/1.1\r\n\r\n"))
        {
            using var client = await TestClient.ConnectAsync(gateway.Required);
            await client.SendAsync(Encoding.Latin1.GetBytes(bytes));
            await client.ReceiveEndAsync();
        }

        foreach (var (reason, count) in ((string, int)[])[("proxy_protocol_malformed", malformed.Length), ("proxy_protocol_missing", 1)])
        {
            await gateway.AwaitRefusedAsync("required", reason, count);
            await gateway.Process.WaitForLineAsync($@"required refused \d+ clients \({reason}\), the last one 127\.0\.0\.1:", Soon);
        }
    }

    [Fact]
    public async Task A_header_that_takes_too_long_is_refused_however_diligently_it_comes()
    {
        await Task.WhenAll(TakeTooLongAsync(""), TakeTooLongAsync(ProxiedGateway.Header));
        await gateway.AwaitRefusedAsync("hasty", "proxy_protocol_timeout", 2);
        await gateway.Process.WaitForLineAsync(@"hasty refused \d+ clients \(proxy_protocol_timeout\)", Soon);
    }

    [Fact]
    public async Task Nobody_else_may_connect_where_a_header_is_required()
    {
        using var client = await TestClient.ConnectAsync(gateway.Required, from: Neighbour);
        await client.ReceiveEndAsync();
        await gateway.Process.WaitForLineAsync(@"required refused \d+ clients \(access_denied\), the last one 127\.0\.0\.2:", Soon);
        await gateway.AwaitRefusedAsync("required", "access_denied", 1);
    }

    [Fact]
    public async Task Where_it_is_optional_a_strangers_header_is_input_and_a_proxy_may_do_without()
    {
        using var stranger = await TestClient.ConnectAsync(gateway.Optional, from: Neighbour);
        await stranger.EchoAsync(Encoding.ASCII.GetBytes(ProxiedGateway.Header));
        using var proxy = await TestClient.ConnectAsync(gateway.Optional);
        await proxy.EchoAsync("GET "u8.ToArray());
        var peers = (await gateway.Admin.ConnectionsAsync()).Where(c => c.Sockets.Local.EndsWith($":{gateway.Optional}", StringComparison.Ordinal)).Select(c => c.Sockets.Peer).ToList();
        Assert.Contains(stranger.Local.ToString(), peers);
        Assert.Contains(proxy.Local.ToString(), peers);
    }

    [Fact]
    public async Task Limits_and_rules_are_those_of_the_client_and_not_of_its_proxy()
    {
        await gateway.AwaitNobodyAsync();
        using var first = await EchoOfAsync("192.0.2.7");
        using var second = await EchoOfAsync("192.0.2.8");
        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Null(await EchoOfAsync("192.0.2.7"));
        Assert.Null(await EchoOfAsync("203.0.113.5"));
        await gateway.AwaitRefusedAsync("limited", "max_connections_per_client_exceeded", 1);
        await gateway.AwaitRefusedAsync("limited", "access_denied", 1);
        await gateway.Process.WaitForLineAsync(@"limited refused 1 clients \(access_denied\), the last one 203\.0\.113\.5:4000", Soon);
    }

    [Fact]
    public async Task A_service_that_speaks_first_does_so_at_once_behind_a_header_and_else_when_none_came()
    {
        foreach (var (port, greeting) in ((int, string)[])[(gateway.Ftp, "220"), (gateway.Telnet, "\xFF"), (gateway.Time, "")])
        {
            using var stranger = await TestClient.ConnectAsync(port, from: Neighbour);
            Assert.StartsWith(greeting, await GreetingAsync(stranger), StringComparison.Ordinal);
            using var proxied = await TestClient.ConnectAsync(port);
            await proxied.SendAsync(ProxiedGateway.HeaderOf("192.0.2.9"));
            Assert.StartsWith(greeting, await GreetingAsync(proxied), StringComparison.Ordinal);
            var began = Stopwatch.GetTimestamp();
            using var silent = await TestClient.ConnectAsync(port);
            Assert.StartsWith(greeting, await GreetingAsync(silent), StringComparison.Ordinal);
            Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.9));
        }
    }

    /// <summary>A client that sends its header five bytes a second, and is closed.</summary>
    private async Task TakeTooLongAsync(string header)
    {
        var began = Stopwatch.GetTimestamp();
        using var client = await TestClient.ConnectAsync(gateway.Hasty);
        var end = client.ReceiveEndAsync();
        try
        {
            for (var i = 0; i < header.Length && !end.IsCompleted; i++)
            {
                await client.SendAsync(new[] { (byte)header[i] });
                await Task.WhenAny(end, Task.Delay(200));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // Closed already.
        }


        // Who has sent its header to the end would be served, and not closed.
        await end;
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.9));
    }

    /// <summary>Null: it was refused.</summary>
    private async Task<TestClient?> EchoOfAsync(string address)
    {
        var client = await TestClient.ConnectAsync(gateway.Limited);
        try
        {
            await client.SendAsync((byte[])[.. ProxiedGateway.HeaderOf(address), 42]);
            if (await client.ReceiveAsync(new byte[1]) == 1) return client;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Closed with a byte that nobody read.
        }

        client.Dispose();
        return null;
    }

    private static async Task<string> GreetingAsync(TestClient client)
    {
        var buffer = new byte[256];
        var count = await client.ReceiveAsync(buffer);
        Assert.NotEqual(0, count);
        return Encoding.Latin1.GetString(buffer, 0, count);
    }
}
