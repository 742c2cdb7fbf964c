using System.Diagnostics;
using System.Security.Cryptography;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>What clients see of a listener's bandwidth: bounds from above, which no slow machine can break, and every byte.</summary>
public sealed class BandwidthTests(LimitedGateway gateway) : IClassFixture<LimitedGateway>
{
    /// <summary>A slice for each channel, and the words around a transfer.</summary>
    private const int Slack = 64 * 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly long _began = Stopwatch.GetTimestamp();

    [Fact]
    public async Task A_relayed_download_is_no_faster_than_allowed_and_comes_whole()
    {
        using var client = await TestClient.ConnectAsync(gateway["down"]);
        var held = ListedAsync("down", "limit");
        var total = 0L;
        Assert.Equal(LimitedGateway.Checksum, await ReceiveAllAsync(client, count => AssertAllowed(total += count)));
        Assert.Equal("lease", (await held).Way);
    }

    [Fact]
    public async Task A_relayed_upload_is_no_faster_than_allowed_and_comes_whole()
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var serve = gateway.Destination.Serve;
        gateway.Destination.Serve = async connection =>
        {
            try
            {
                var total = 0L;
                received.TrySetResult(await ReceiveAllAsync(connection, count => AssertAllowed(total += count)));
            }
            catch (Exception error)
            {
                received.TrySetException(error);
            }
        };
        try
        {
            using var client = await TestClient.ConnectAsync(gateway["up"]);
            await client.SendAsync(LimitedGateway.Bytes);
            client.ShutdownSend();
            Assert.Equal(LimitedGateway.Checksum, await received.Task.WaitAsync(Soon));
        }
        finally
        {
            gateway.Destination.Serve = serve;
        }
    }

    [Fact]
    public async Task Two_downloads_share_the_rate_of_their_listener()
    {
        using var one = await TestClient.ConnectAsync(gateway["shared"]);
        using var other = await TestClient.ConnectAsync(gateway["shared"]);
        var total = 0L;
        void Check(int count) => AssertAllowed(Interlocked.Add(ref total, count));
        Assert.All(await Task.WhenAll(ReceiveAllAsync(one, Check), ReceiveAllAsync(other, Check)), checksum => Assert.Equal(LimitedGateway.Checksum, checksum));
        Assert.Equal(2L * LimitedGateway.Size, total);
    }

    [Fact]
    public async Task A_file_by_ftp_is_no_faster_than_allowed_and_comes_whole()
    {
        var held = ListedAsync("files", "limit");
        Assert.StartsWith(LimitedGateway.Checksum, await CurlAsync($"ftp://127.0.0.1:{gateway["files"]}/file | sha256sum"), StringComparison.Ordinal);
        AssertAllowed(LimitedGateway.Size);
        await held;
    }

    [Fact]
    public async Task A_file_by_http_is_no_faster_than_allowed_and_comes_whole_by_messages()
    {
        var held = ListedAsync("site", "limit");
        Assert.StartsWith(LimitedGateway.Checksum, await CurlAsync($"http://127.0.0.1:{gateway["site"]}/file | sha256sum"), StringComparison.Ordinal);
        AssertAllowed(LimitedGateway.Size);
        Assert.Equal("messages", (await held).Way);
    }

    [Fact]
    public async Task Without_a_limit_everything_goes_the_way_that_it_always_did()
    {
        using var client = await TestClient.ConnectAsync(gateway["free"]);
        Assert.Equal(LimitedGateway.Checksum, await ReceiveAllAsync(client, _ => { }));
        Assert.Equal("lease", (await ListedAsync("free", "nobody")).Way);
        using var browser = await TestClient.ConnectAsync(gateway["open"]);
        Assert.Equal("lease", (await ListedAsync("open", "nobody")).Way);
        await browser.SendAsync("GET /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        Assert.EndsWith(Convert.ToHexString(LimitedGateway.Bytes.AsSpan(^1000..)), Convert.ToHexString(await browser.ReceiveAllAsync()), StringComparison.Ordinal);
    }

    private void AssertAllowed(long bytes) => Assert.InRange(bytes, 0, (LimitedGateway.Rate * (Stopwatch.GetElapsedTime(_began).TotalSeconds + 1)) + Slack);

    /// <summary>The connection of this service, once this is what holds it up.</summary>
    private async Task<ListedConnection> ListedAsync(string service, string heldUpBy) => (await Eventually.Async<ListedConnection?>(
        async () => (await gateway.Admin.ConnectionsAsync()).FirstOrDefault(row => row.Service == service && row.HeldUpBy == heldUpBy),
        row => row is not null, Soon, $"a connection of {service} is held up by {heldUpBy}"))!;

    private static async Task<string> ReceiveAllAsync(TestClient client, Action<int> check)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[65536];
        for (var count = await client.ReceiveAsync(buffer); count > 0; count = await client.ReceiveAsync(buffer))
        {
            hash.AppendData(buffer, 0, count);
            check(count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<string> CurlAsync(string rest) =>
        (await Shell.BashAsync($"set -o pipefail; curl --silent --show-error --max-time 60 {rest}")).Succeeded();
}
