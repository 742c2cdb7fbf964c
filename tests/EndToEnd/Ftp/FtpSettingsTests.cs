using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>What the operator can choose, each against a gateway that is set so.</summary>
public sealed class FtpSettingsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FtpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_home_is_all_that_its_user_sees()
    {
        await using var gateway = await StartAsync(("ConfineToHome", "true"));
        await File.WriteAllTextAsync(Path.Combine(_host.Root, "alice", "mine.txt"), "mine");
        File.CreateSymbolicLink(Path.Combine(_host.Root, "alice", "up"), "../hello.txt");
        using var wire = await FtpWire.LogInAsync(Port(gateway));
        Assert.StartsWith("257 \"/\"", await wire.AskAsync("PWD"), StringComparison.Ordinal);
        Assert.StartsWith("213 4", await wire.AskAsync("SIZE /mine.txt"), StringComparison.Ordinal);
        foreach (var path in new[] { "hello.txt", "../hello.txt", "/../hello.txt", "/alice/mine.txt", "up" })
            Assert.StartsWith("550", await wire.AskAsync($"SIZE {path}"), StringComparison.Ordinal);
        Assert.StartsWith("250", await wire.AskAsync("CWD ../.."), StringComparison.Ordinal);
        Assert.StartsWith("257 \"/\"", await wire.AskAsync("PWD"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_have_the_rights_that_they_are_given()
    {
        await using var gateway = await StartAsync(("Permissions:files:0", "Write"), ("Permissions:files:1", "MakeDirectories"));
        using var wire = await FtpWire.LogInAsync(Port(gateway));
        Assert.StartsWith("257", await wire.AskAsync("MKD new"), StringComparison.Ordinal);
        Assert.StartsWith("550", await wire.AskAsync("RMD new"), StringComparison.Ordinal);
        Assert.StartsWith("550", await wire.AskAsync("SIZE /hello.txt"), StringComparison.Ordinal);
        Assert.StartsWith("226", await StoreAsync(wire, "left.txt", "abc"), StringComparison.Ordinal);
        Assert.StartsWith("550", await wire.AskAsync("DELE left.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_leave_files_that_they_cannot_see_replace_or_take_away()
    {
        await using var gateway = await StartAsync(("AnonymousUploads", "incoming"));
        using var wire = await FtpWire.LogInAsync(Port(gateway), "anonymous", "x");
        Assert.StartsWith("250", await wire.AskAsync("CWD /incoming"), StringComparison.Ordinal);
        Assert.StartsWith("226", await StoreAsync(wire, "present.txt", "abc"), StringComparison.Ordinal);
        Assert.StartsWith("553", await StoreAsync(wire, "present.txt", "other"), StringComparison.Ordinal);
        Assert.StartsWith("550", await StoreAsync(wire, "/elsewhere.txt", "x"), StringComparison.Ordinal);
        Assert.StartsWith("550", await wire.AskAsync("SIZE present.txt"), StringComparison.Ordinal);
        using (await wire.OpenDataAsync()) Assert.StartsWith("550", await wire.AskAsync("LIST"), StringComparison.Ordinal);
        using (await wire.OpenDataAsync()) Assert.StartsWith("550", await wire.AskAsync("RETR present.txt"), StringComparison.Ordinal);
        Assert.StartsWith("550", await wire.AskAsync("DELE present.txt"), StringComparison.Ordinal);
        Assert.Equal("abc", await File.ReadAllTextAsync(Path.Combine(_host.Root, "incoming", "present.txt")));
    }

    [Theory]
    [InlineData("Keep", "abc")]
    [InlineData("Remove", null)]
    public async Task A_broken_upload_is_kept_or_removed(string setting, string? left)
    {
        await using var gateway = await StartAsync(("BrokenUploads", setting));
        using var wire = await FtpWire.LogInAsync(Port(gateway));
        using (var data = await wire.OpenDataAsync())
        {
            Assert.StartsWith("150", await wire.AskAsync("STOR broken"), StringComparison.Ordinal);
            await data.SendAsync("abc"u8.ToArray());
            await Eventually.Async(async () => (await StatAsync(wire)).Contains("at byte 3", StringComparison.Ordinal), Patience, "three bytes came");
            data.LingerState = new LingerOption(true, 0);
        }

        Assert.StartsWith("426", await wire.ReplyAsync(), StringComparison.Ordinal);
        var path = Path.Combine(_host.Root, "alice", "broken");
        Assert.Equal(left, File.Exists(path) ? await File.ReadAllTextAsync(path) : null);
        Assert.Empty(_host.Parts);
        if (left is null) return;
        Assert.StartsWith("350", await wire.AskAsync("REST 3"), StringComparison.Ordinal);
        Assert.StartsWith("226", await StoreAsync(wire, "broken", "def"), StringComparison.Ordinal);
        Assert.Equal("abcdef", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task What_a_killed_process_was_receiving_is_removed_when_it_is_stale()
    {
        string[] Stale() => [.. _host.Parts];
        await using (var gateway = await StartAsync())
        {
            using var wire = await FtpWire.LogInAsync(Port(gateway));
            using var data = await wire.OpenDataAsync();
            Assert.StartsWith("150", await wire.AskAsync("STOR never"), StringComparison.Ordinal);
            gateway.Signal(9);
            await gateway.WaitForExitAsync(TimeSpan.FromSeconds(30));
        }

        var part = Assert.Single(Stale());
        await using (await StartAsync()) Assert.Single(Stale());
        File.SetLastWriteTimeUtc(part, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        await using (await StartAsync()) await Eventually.Async(() => Stale().Length, count => count == 0, Patience, "parts are left");
    }

    [Fact]
    public async Task Passive_ports_come_from_the_range_show_the_public_address_and_are_free_again_after_use()
    {
        var ports = FreePorts.Find().Admin;
        await using var gateway = await StartAsync(("PassivePorts", $"{ports}-{ports + 1}"), ("PublicAddress", "198.51.100.7"));
        using var wire = await FtpWire.LogInAsync(Port(gateway));
        for (var turn = 0; turn < 6; turn++)
        {
            var reply = await wire.AskAsync("PASV");
            Assert.StartsWith("227 Entering Passive Mode (198,51,100,7,", reply, StringComparison.Ordinal);
            var numbers = reply[(reply.IndexOf('(', StringComparison.Ordinal) + 1)..reply.IndexOf(')', StringComparison.Ordinal)]
                .Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var port = (numbers[4] << 8) + numbers[5];
            Assert.InRange(port, ports, ports + 1);
            using var data = await FtpWire.DialAsync(IPAddress.Loopback, port);
            Assert.StartsWith("150", await wire.AskAsync("RETR /hello.txt"), StringComparison.Ordinal);
            Assert.Equal(12, (await FtpWire.ReadAllAsync(data)).Length);
            Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        }

        // Two others take both ports; the third client is told, and the ports come back when theirs end.
        using (var first = await FtpWire.LogInAsync(Port(gateway)))
        using (var second = await FtpWire.LogInAsync(Port(gateway)))
        {
            Assert.StartsWith("229", await first.AskAsync("EPSV"), StringComparison.Ordinal);
            Assert.StartsWith("229", await second.AskAsync("EPSV"), StringComparison.Ordinal);
            Assert.StartsWith("425", await wire.AskAsync("EPSV"), StringComparison.Ordinal);
        }

        await Eventually.Async(() => wire.AskAsync("EPSV"), reply => reply.StartsWith("229", StringComparison.Ordinal), Patience, "a port is free");
    }

    [Fact]
    public async Task Who_does_not_log_in_is_silent_or_says_nothing_but_NOOP_is_told_421()
    {
        await using var gateway = await StartAsync(("LoginTimeout", "00:00:06"), ("IdleTimeout", "00:00:06"), ("NoopTimeout", "00:00:09"));
        using var stranger = await FtpWire.ConnectAsync(Port(gateway));
        using var silent = await FtpWire.LogInAsync(Port(gateway));
        using var busy = await FtpWire.LogInAsync(Port(gateway));
        var noops = Task.Run(async () =>
        {
            for (; ; await Task.Delay(TimeSpan.FromMilliseconds(500)))
            {
                if (await busy.AskAsync("NOOP") is var reply && !reply.StartsWith("200", StringComparison.Ordinal)) return reply;
            }
        });
        Assert.StartsWith("421", await stranger.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421", await silent.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("end", await silent.ReplyAsync());
        Assert.StartsWith("421", await noops.WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_connect_cannot_be_reached_or_stands_still_is_told_425_and_426()
    {
        _host.MakeFile("large", 20 << 20);
        await using var gateway = await StartAsync(("ConnectTimeout", "00:00:04"), ("StallTimeout", "00:00:04"));
        using var wire = await FtpWire.LogInAsync(Port(gateway));
        await wire.PassivePortAsync();
        Assert.StartsWith("150", await wire.AskAsync("RETR /hello.txt"), StringComparison.Ordinal);
        Assert.StartsWith("425", await wire.ReplyAsync(), StringComparison.Ordinal);

        var closed = FreePorts.Find().Admin;
        Assert.StartsWith("200", await wire.AskAsync($"EPRT |1|127.0.0.1|{closed}|"), StringComparison.Ordinal);
        Assert.StartsWith("150", await wire.AskAsync("RETR /hello.txt"), StringComparison.Ordinal);
        Assert.StartsWith("425", await wire.ReplyAsync(), StringComparison.Ordinal);

        using var data = await wire.OpenDataAsync();
        Assert.StartsWith("150", await wire.AskAsync("RETR /large"), StringComparison.Ordinal);
        Assert.StartsWith("426", await wire.ReplyAsync(), StringComparison.Ordinal);
    }

    [RootFact]
    public async Task A_full_disk_is_452_and_nothing_stays()
    {
        var small = Directory.CreateDirectory(Path.Combine(_host.Root, "alice", "small")).FullName;
        var mounted = await Shell.BashAsync($"mount -t tmpfs -o size=1m none {small}");
        if (mounted.ExitCode != 0) return;
        try
        {
            await using var gateway = await StartAsync();
            using var wire = await FtpWire.LogInAsync(Port(gateway));
            using (var data = await wire.OpenDataAsync())
            {
                Assert.StartsWith("150", await wire.AskAsync("STOR small/large"), StringComparison.Ordinal);
                await Record.ExceptionAsync(async () => await data.SendAsync(new byte[4 << 20]));
                Assert.StartsWith("452", await wire.ReplyAsync(), StringComparison.Ordinal);
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(small));
        }
        finally
        {
            await Shell.BashAsync($"umount {small}");
        }
    }

    private static int Port(GatewayProcess gateway) => gateway.Table["files"];

    private static async Task<string> StoreAsync(FtpWire wire, string name, string text)
    {
        using var data = await wire.OpenDataAsync();
        var reply = await wire.AskAsync($"STOR {name}");
        if (!reply.StartsWith("150", StringComparison.Ordinal)) return reply;
        await data.SendAsync(Encoding.UTF8.GetBytes(text));
        data.Shutdown(SocketShutdown.Send);
        return await wire.ReplyAsync();
    }

    private static async Task<string> StatAsync(FtpWire wire)
    {
        await wire.SendAsync("STAT");
        return await wire.WholeReplyAsync();
    }

    private Task<GatewayProcess> StartAsync(params (string Key, string Value)[] values) => GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = _host.SettingsFor("Ftp"),
        Values = [.. values.Select(value => ($"Services:files:{value.Key}", value.Value))],
    });
}
