using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>Sessions that fail in mid-transfer, in a program that uses the gateway as a library: the client sees nothing of it.</summary>
public sealed class FtpCrashTests : IDisposable
{
    private readonly FtpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("TYPE I")]
    [InlineData("TYPE A")]
    public async Task A_download_survives_failures_of_its_session_at_any_step(string type)
    {
        var source = await File.ReadAllBytesAsync(_host.MakeFile("file", 12_000_001));
        var plan = new CrashPlan()
            .Fail("command", before: [2], after: [4, 6])
            .Fail("writable", before: [1, 20], after: [5, 30])
            .Fail("closed", before: [0], after: [1]);
        await ServeAsync(plan, async (port, _) =>
        {
            using var wire = await FtpWire.LogInAsync(port);
            Assert.StartsWith("200", await wire.AskAsync(type), StringComparison.Ordinal);
            var data = await wire.OpenDataAsync();
            Assert.StartsWith("150", await wire.AskAsync("RETR /file"), StringComparison.Ordinal);
            var text = Encoding.Latin1.GetString(source);
            var expected = type == "TYPE I" ? text : text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
            Assert.Equal(expected, Encoding.Latin1.GetString(await FtpWire.ReadAllAsync(data)));
            Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
            Assert.StartsWith("221", await wire.AskAsync("QUIT"), StringComparison.Ordinal);
        });
        Assert.Equal(9, plan.Crashes);
    }

    [Fact]
    public async Task Curl_moves_200_MB_both_ways_unaware_of_failing_sessions()
    {
        var source = _host.MakeFile("large", 200L << 20);
        var plan = new CrashPlan()
            .Fail("command", before: [3], after: [7])
            .Fail("writable", before: [0, 500], after: [100, 700])
            .Fail("data", before: [1, 400], after: [50, 700])
            .Fail("end", before: [0], after: [1])
            .Fail("closed", before: [0], after: []);
        await ServeAsync(plan, async (port, _) =>
        {
            var down = await Shell.BashAsync($"curl -sS --max-time 50 --user 'alice:{FtpHost.Password}' ftp://127.0.0.1:{port}//large | cmp - {source} && printf same");
            Assert.Equal(("same", ""), (down.Output, down.Error));
            var up = await Shell.BashAsync($"curl -sS --max-time 50 --user 'alice:{FtpHost.Password}' -T {source} ftp://127.0.0.1:{port}/up && cmp {source} {_host.Root}/alice/up && printf same");
            Assert.Equal(("same", ""), (up.Output, up.Error));
        });
        Assert.Empty(_host.Parts);
        Assert.InRange(plan.Crashes, 10, 13);
    }

    [Theory]
    [InlineData("APPE")]
    [InlineData("REST")]
    public async Task An_upload_that_goes_on_with_a_file_survives_failures_of_its_session(string how)
    {
        var begin = Encoding.ASCII.GetBytes(new string('b', 1000));
        var path = Path.Combine(_host.Root, "alice", "grows");
        await File.WriteAllBytesAsync(path, begin);
        var more = await File.ReadAllBytesAsync(_host.MakeFile("more", 1_000_001));
        var plan = new CrashPlan().Fail("command", before: [], after: [4]).Fail("data", before: [1], after: [3]).Fail("end", before: [0], after: [1]);
        await ServeAsync(plan, async (port, _) =>
        {
            using var wire = await FtpWire.LogInAsync(port);
            using (var data = await wire.OpenDataAsync())
            {
                if (how == "REST") Assert.StartsWith("350", await wire.AskAsync("REST 1000"), StringComparison.Ordinal);
                Assert.StartsWith("150", await wire.AskAsync(how == "REST" ? "STOR grows" : "APPE grows"), StringComparison.Ordinal);
                for (var at = 0; at < more.Length; at += 50_000) await data.SendAsync(more.AsMemory(at, Math.Min(50_000, more.Length - at)));
            }

            Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        });
        byte[] expected = [.. begin, .. more];
        Assert.Equal(expected, await File.ReadAllBytesAsync(path));
        Assert.Equal(5, plan.Crashes);
    }

    [Fact]
    public async Task An_active_download_survives_failures_of_its_session()
    {
        var source = await File.ReadAllBytesAsync(_host.MakeFile("file", 3_000_001));
        var plan = new CrashPlan().Fail("command", before: [4], after: [5]).Fail("writable", before: [0, 10], after: [1]).Fail("closed", before: [0], after: [1]);
        await ServeAsync(plan, async (port, _) =>
        {
            using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            listener.Start();
            using var wire = await FtpWire.LogInAsync(port);
            var own = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
            Assert.StartsWith("200", await wire.AskAsync($"PORT 127,0,0,1,{own >> 8},{own & 255}"), StringComparison.Ordinal);
            Assert.StartsWith("150", await wire.AskAsync("RETR /file"), StringComparison.Ordinal);
            Assert.Equal(source, await FtpWire.ReadAllAsync(await listener.AcceptSocketAsync()));
            Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        });
        Assert.Equal(7, plan.Crashes);
    }

    [Fact]
    public async Task A_long_listing_survives_failures_of_its_session()
    {
        var names = Enumerable.Range(0, 3000).Select(n => $"a-name-that-fills-the-window-{n:D5}").ToList();
        foreach (var name in names) await File.WriteAllTextAsync(Path.Combine(_host.Root, "alice", name), "");
        var plan = new CrashPlan().Fail("writable", before: [1], after: [0, 3]);
        await ServeAsync(plan, async (port, _) =>
        {
            using var wire = await FtpWire.LogInAsync(port);
            var data = await wire.OpenDataAsync();
            Assert.StartsWith("150", await wire.AskAsync("NLST"), StringComparison.Ordinal);
            var lines = Encoding.UTF8.GetString(await FtpWire.ReadAllAsync(data)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(names, lines);
            Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        });
        Assert.Equal(3, plan.Crashes);
    }

    [Theory]
    [InlineData("TYPE I")]
    [InlineData("TYPE A")]
    public async Task An_upload_survives_failures_of_its_session_at_any_step(string type)
    {
        var source = await File.ReadAllBytesAsync(_host.MakeFile("file", 3_000_001));
        var plan = new CrashPlan()
            .Fail("command", before: [], after: [5])
            .Fail("data", before: [1, 12], after: [4, 9])
            .Fail("end", before: [0], after: [1]);
        await ServeAsync(plan, async (port, _) =>
        {
            using var wire = await FtpWire.LogInAsync(port);
            Assert.StartsWith("200", await wire.AskAsync(type), StringComparison.Ordinal);
            using (var data = await wire.OpenDataAsync())
            {
                Assert.StartsWith("150", await wire.AskAsync("STOR new"), StringComparison.Ordinal);
                for (var at = 0; at < source.Length; at += 50_000) await data.SendAsync(source.AsMemory(at, Math.Min(50_000, source.Length - at)));
            }

            Assert.StartsWith("226", await wire.ReplyAsync(), StringComparison.Ordinal);
        });
        var text = Encoding.Latin1.GetString(source);
        var expected = type == "TYPE I" ? text : text.Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.Equal(expected, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_host.Root, "alice", "new"))));
        Assert.Empty(_host.Parts);
        Assert.Equal(7, plan.Crashes);
    }

    [Fact]
    public async Task A_kick_ends_a_download_and_its_data_connection()
    {
        _host.MakeFile("file", 50 << 20);
        await ServeAsync(new CrashPlan(), async (port, services) =>
        {
            using var wire = await FtpWire.LogInAsync(port);
            var data = await wire.OpenDataAsync();
            Assert.StartsWith("150", await wire.AskAsync("RETR /file"), StringComparison.Ordinal);
            var connections = services.GetRequiredService<IConnections>();
            var own = Assert.Single(await connections.ListAsync());
            Assert.True(connections.Kick(own.Info.Id));
            await Assert.ThrowsAnyAsync<IOException>(() => FtpWire.ReadAllAsync(data));
            await Assert.ThrowsAnyAsync<IOException>(wire.ReplyAsync);
        });
    }

    private async Task ServeAsync(CrashPlan plan, Func<int, IServiceProvider, Task> client)
    {
        await using var gateway = await EmbeddedGateway.StartAsync(_host.SettingsFor("CrashingFtp"), host =>
        {
            host.Services.AddSingleton(plan).AddSingleton(_host);
            host.AddService<CrashingFtpSession>("CrashingFtp");
        });
        await client(gateway.Port("ftp"), gateway.Services);
    }
}
