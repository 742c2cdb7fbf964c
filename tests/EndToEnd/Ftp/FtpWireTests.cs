using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>What clients seldom do, byte by byte, against the built gateway.</summary>
public sealed class FtpWireTests(SharedFtp gateway) : IClassFixture<SharedFtp>
{
    [Fact]
    public async Task Pipelined_commands_are_answered_in_order_and_those_behind_a_transfer_wait_for_it()
    {
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        var port = await wire.PassivePortAsync();
        await wire.SendAsync("CWD /", "RETR hello.txt", "NOOP", "PWD", "SYST");
        Assert.StartsWith("250", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("150", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("200", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("hello\nworld\n", Encoding.UTF8.GetString(await FtpWire.ReadAllAsync(await FtpWire.DialAsync(IPAddress.Loopback, port))));
        Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("257 \"/\"", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("215", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("221", await wire.AskAsync("QUIT"), StringComparison.Ordinal);
        Assert.Equal("end", await wire.ReplyAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Abor_ends_a_download_that_nobody_reads(bool behindTelnetSignals)
    {
        gateway.Host.MakeFile("abort-me", 20 << 20);
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        using var data = await wire.OpenDataAsync();
        Assert.StartsWith("150", await wire.AskAsync("RETR /abort-me"), StringComparison.Ordinal);
        Assert.StartsWith("211", await wire.AskAsync("STAT"), StringComparison.Ordinal);
        if (!behindTelnetSignals) await wire.SendAsync("ABOR");
        else await wire.SendRawAsync([0xFF, 0xF4, 0xFF, 0xF2, .. "ABOR\r\n"u8]);
        Assert.StartsWith("426", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        using var next = await wire.OpenDataAsync();
        Assert.StartsWith("150", await wire.AskAsync("NLST /"), StringComparison.Ordinal);
        Assert.Contains("abort-me\r\n", Encoding.UTF8.GetString(await FtpWire.ReadAllAsync(next)), StringComparison.Ordinal);
        Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_ends_in_mid_command_is_not_waited_for()
    {
        using var client = await TestClient.ConnectAsync(gateway.Port);
        await client.SendAsync("NOO"u8.ToArray());
        client.ShutdownSend();
        Assert.EndsWith("221 Goodbye.\r\n", Encoding.ASCII.GetString(await client.ReceiveAllAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Abor_of_an_upload_leaves_nothing_behind()
    {
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        using var data = await wire.OpenDataAsync();
        Assert.StartsWith("150", await wire.AskAsync("STOR never"), StringComparison.Ordinal);
        await data.SendAsync(new byte[100_000]);
        Assert.StartsWith("426", await wire.AskAsync("ABOR"), StringComparison.Ordinal);
        Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(gateway.Host.Root, "alice", "never")));
        Assert.Empty(gateway.Host.Parts);
    }

    [Fact]
    public async Task A_data_connection_that_the_client_resets_is_426()
    {
        gateway.Host.MakeFile("reset-me", 20 << 20);
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        var data = await wire.OpenDataAsync();
        Assert.StartsWith("150", await wire.AskAsync("RETR /reset-me"), StringComparison.Ordinal);
        data.LingerState = new LingerOption(true, 0);
        data.Dispose();
        Assert.StartsWith("426", await wire.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quit_in_mid_transfer_waits_for_its_end()
    {
        var bytes = await File.ReadAllBytesAsync(gateway.Host.MakeFile("quit-me", 5 << 20));
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        var data = await wire.OpenDataAsync();
        Assert.StartsWith("150", await wire.AskAsync("RETR /quit-me"), StringComparison.Ordinal);
        await wire.SendAsync("QUIT");
        Assert.Equal(bytes, await FtpWire.ReadAllAsync(data));
        Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("221", await wire.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("end", await wire.ReplyAsync());
    }

    [Fact]
    public async Task Bytes_and_their_end_that_come_before_STOR_are_not_lost()
    {
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        using (var data = await wire.OpenDataAsync())
        {
            await data.SendAsync("early"u8.ToArray());
            data.Shutdown(SocketShutdown.Send);
            Assert.StartsWith("200", await wire.AskAsync("NOOP"), StringComparison.Ordinal);
            Assert.StartsWith("150", await wire.AskAsync("STOR early.txt"), StringComparison.Ordinal);
            Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("early", await File.ReadAllTextAsync(Path.Combine(gateway.Host.Root, "alice", "early.txt")));
    }

    [Fact]
    public async Task A_data_connection_from_another_address_is_turned_away()
    {
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        var port = await wire.PassivePortAsync();
        var end = await Record.ExceptionAsync(async () =>
        {
            using var stranger = await FtpWire.DialAsync(IPAddress.Parse("127.0.0.2"), port);
            Assert.Equal(0, await stranger.ReceiveAsync(new byte[1]));
        });
        Assert.True(end is null or SocketException, end?.ToString());
        Assert.StartsWith("150", await wire.AskAsync("RETR /hello.txt"), StringComparison.Ordinal);
        Assert.Equal("hello\nworld\n", Encoding.UTF8.GetString(await FtpWire.ReadAllAsync(await FtpWire.DialAsync(IPAddress.Loopback, port))));
        Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PASV_shows_the_address_that_the_client_dialled()
    {
        using var wire = await FtpWire.LogInAsync(gateway.Port);
        Assert.StartsWith("227 Entering Passive Mode (127,0,0,1,", await wire.AskAsync("PASV"), StringComparison.Ordinal);
        Assert.StartsWith("227", await wire.AskAsync("PASV"), StringComparison.Ordinal);
        Assert.StartsWith("226", await wire.AskAsync("ABOR"), StringComparison.Ordinal);
        Assert.StartsWith("425", await wire.AskAsync("RETR /hello.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_close_the_connection_at_the_third_and_endless_lines_at_once()
    {
        using (var wire = await FtpWire.ConnectAsync(gateway.Port))
        {
            foreach (var code in new[] { "530", "530", "421" })
            {
                await wire.AskAsync("USER alice");
                Assert.StartsWith(code, await wire.AskAsync("PASS guess"), StringComparison.Ordinal);
            }

            Assert.Equal("end", await wire.ReplyAsync());
        }

        using var endless = await FtpWire.ConnectAsync(gateway.Port);
        await endless.SendRawAsync(new byte[5000]);
        Assert.StartsWith("500", await endless.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("end", await endless.ReplyAsync());
    }
}
