using System.Net;
using System.Net.Security;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>Further channels under TLS.</summary>
public sealed partial class TlsSpecs
{
    [Fact]
    public async Task A_channel_under_tls_is_open_before_its_handshake_and_gives_plain_text()
    {
        var (gateway, at) = await StartAsync(() => new TlsTestSession(), Tls());
        var actors = CountActors(gateway);
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket);
        using var data = await ConnectAsync(await OpenDataAsync(client, at));

        // As FTP's clients do it: they wait for a word on the control connection before they begin (RFC 4217 section 10).
        Assert.Equal("open\r\n", await ReadAsync(client, "\r\n"));
        await using (var upload = await SecureAsync(data))
        {
            await upload.WriteAsync(new byte[1_000_000]);
            await upload.ShutdownAsync();
            Assert.Equal("", await ReadAsync(upload, null));
        }

        data.Dispose();

        Assert.Equal("closed True 0 '' 1000000\r\n", await ReadAsync(client, "\r\n"));
        await client.DisposeAsync();
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task An_upload_of_a_client_that_never_reads_is_complete()
    {
        var (_, at) = await StartAsync(() => new TlsTestSession(), Tls());
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket);
        using var data = await ConnectAsync(await OpenDataAsync(client, at));
        await ReadAsync(client, "open\r\n");
        await using (var upload = await SecureAsync(data))
        {
            await upload.WriteAsync(new byte[5_000_000]);
            await upload.ShutdownAsync();
        }

        Assert.Equal("closed True 0 '' 5000000\r\n", await ReadAsync(client, "\r\n"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task What_is_written_to_a_channel_waits_for_its_handshake(int bytes)
    {
        var (_, at) = await StartAsync(() => new TlsTestSession(), Tls());
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket);
        using var data = await ConnectAsync(await OpenDataAsync(client, at));
        await ReadAsync(client, "open\r\n");
        await WriteAsync(client, $"SEND {bytes}\r\n");
        await using (var download = await SecureAsync(data)) Assert.Equal(bytes, (await ReadAsync(download, null)).Length);
        data.Dispose();
        Assert.Equal($"closed True {bytes} '' 0\r\n", await ReadAsync(client, "\r\n"));
    }

    [Theory]
    [InlineData("clear text", "tls_handshake_failed", 30)]
    [InlineData("\u0016\u0003\u0001\u0000\u0004xxxx", "tls_handshake_failed", 30)]
    [InlineData("\u0016", "tls_handshake_timeout", 4)]
    public async Task A_channel_whose_handshake_fails_is_closed_with_the_reason(string sent, string reason, int seconds)
    {
        // The control connection's handshake has the same time.
        var (_, at) = await StartAsync(() => new TlsTestSession(), Tls(patience: TimeSpan.FromSeconds(seconds)));
        using var socket = await ConnectAsync(at);
        await using var client = await SecureAsync(socket);
        using var data = await ConnectAsync(await OpenDataAsync(client, at));
        await ReadAsync(client, "open\r\n");
        await SendAsync(data, sent);
        Assert.Equal($"closed False 0 '{reason}' 0\r\n", await ReadAsync(client, "\r\n"));
    }

    private static async Task<IPEndPoint> OpenDataAsync(SslStream client, IPEndPoint at)
    {
        await WriteAsync(client, "DATA\r\n");
        return new IPEndPoint(at.Address, int.Parse(await ReadAsync(client, "\r\n"), System.Globalization.CultureInfo.InvariantCulture));
    }
}
