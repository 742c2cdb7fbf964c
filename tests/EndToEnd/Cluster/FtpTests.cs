using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>curl, which knows nothing of nodes: its control and data connections end at the gateway, the session is on a service node, and all nodes serve one directory.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed partial class FtpTests(SharedCluster cluster, ITestOutputHelper output) : ClusterTest(cluster, output)
{
    private const int Kills = 2;
    private const int Curls = 20;
    private const int ManyBytes = 6 << 20;

    private static readonly (int Bytes, string Rate) Large = ClusterLimits.Long ? (200 << 20, "20M") : (32 << 20, "2M");
    private static readonly TimeSpan TransferPatience = TimeSpan.FromMinutes(2);

    private string Url => $"ftp://{ClusterFiles.User}:{Host.Files.Password}@127.0.0.1:{Host.Port(ClusterFiles.Files)}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transfer_whose_node_is_killed_twice_in_the_middle_ends_with_the_right_bytes(bool uploads)
    {
        var name = uploads ? "stored" : "fetched";
        var (here, there) = (Path.Combine(Host.Files.Work, name), Path.Combine(Host.Files.FilesRoot, name));
        RandomFile.Make(uploads ? here : there, Large.Bytes);
        var transfer = CurlAsync($"--limit-rate {Large.Rate} {(uploads ? "-T" : "-o")} {here} {Url}/{name}");
        try
        {
            // One after the other, and no time lost between them: there are more nodes than kills.
            var node = await UnderWayAsync(but: null);
            for (var kill = 0; kill < Kills; kill++)
            {
                Assert.False(transfer.IsCompleted, "over before its node was killed");
                await node.KillAsync();
                node = await UnderWayAsync(but: node);
            }
        }
        catch (TimeoutException) when (transfer.IsCompleted)
        {
            Assert.Fail($"over too early: {await transfer}");
        }

        (await transfer).Succeeded();
        Assert.Equal(await HashAsync(uploads ? here : there), await HashAsync(uploads ? there : here));
        Assert.All((await Host.ConnectionsAsync(ClusterFiles.Files)), c => Assert.NotEqual("held", c.State));
    }

    [Fact]
    public async Task Twenty_transfers_outlive_a_node_that_is_killed_and_one_that_is_frozen_and_thaws_in_the_middle_of_them()
    {
        var numbers = Enumerable.Range(0, Curls).ToList();
        string Here(int i) => Path.Combine(Host.Files.Work, $"many{i}");
        string There(int i) => Path.Combine(Host.Files.FilesRoot, $"many{i}");
        foreach (var i in numbers) RandomFile.Make(Uploads(i) ? Here(i) : There(i), ManyBytes + i);
        var transfers = numbers.Select(i => CurlAsync($"--limit-rate 300k {(Uploads(i) ? "-T" : "-o")} {Here(i)} {Url}/many{i}")).ToList();
        await Eventually.Async(FilesAsync, all => all.Count == Curls && all.All(c => c is { State: "serving", Node: not null }), Soon, "all are served");


        // One after the other, and no time lost between them: there are more nodes than these two, and the killed one may take long to start again.
        var (killed, frozen) = (Host.Services[0], Host.Services[1]);
        await killed.KillAsync();
        await Eventually.Async(FilesAsync, all => all.All(c => c.State == "serving" && c.Node != killed.Address), Soon, "all go on elsewhere");
        frozen.Freeze();
        await Eventually.Async(FilesAsync, all => all.All(c => c.State == "serving" && c.Node != killed.Address && c.Node != frozen.Address), Soon, "all go on elsewhere again");
        Assert.Contains(numbers, i => Uploads(i) && !transfers[i].IsCompleted);
        frozen.Thaw();
        foreach (var transfer in transfers) (await transfer).Succeeded();
        foreach (var i in numbers) Assert.Equal(await HashAsync(Uploads(i) ? Here(i) : There(i)), await HashAsync(Uploads(i) ? There(i) : Here(i)));
    }

    [Fact]
    public async Task The_passive_address_is_the_gateways_and_the_data_connection_its_own()
    {
        RandomFile.Make(Path.Combine(Host.Files.FilesRoot, "passive"), ManyBytes);
        var log = Path.Combine(Host.Files.Work, "passive.log");
        var transfer = CurlAsync($"-v --disable-epsv --limit-rate 1M -o /dev/null {Url}/passive 2> {log}");
        var match = await Eventually.Async(
            () => File.Exists(log) ? PassivePattern().Match(File.ReadAllText(log)) : Match.Empty, found => found.Success, Soon, "the reply to PASV");
        var port = (int.Parse(match.Groups["high"].Value, null) << 8) + int.Parse(match.Groups["low"].Value, null);
        await Eventually.Async(
            async () => (await Shell.BashAsync($"ss -Htnp state established 'sport = :{port}'")).Output,
            sockets => sockets.Contains($"pid={Host.Gateway.Process.Id},", StringComparison.Ordinal),
            Soon,
            $"the gateway has the data connection of port {port}");
        (await transfer).Succeeded();
    }

    private static bool Uploads(int number) => number % 2 == 1;

    private Task<IReadOnlyList<ListedConnection>> FilesAsync() => Host.ConnectionsAsync(ClusterFiles.Files);

    /// <summary>The node of the one transfer, once it moves bytes there, and is not the one that it was at before.</summary>
    private async Task<ClusterNode> UnderWayAsync(ClusterNode? but)
    {
        ListedConnection? first = null;
        var now = await Eventually.Async(
            async () =>
            {
                var seen = (await FilesAsync()).SingleOrDefault();
                if (seen?.Epoch != first?.Epoch) first = seen;
                return seen;
            },
            seen => seen is { State: "serving", Node: not null } && seen.Node != but?.Address && seen.Commits > first!.Commits + 2,
            Soon,
            "bytes move");
        return Host.NodeOf(now!);
    }

    private static Task<ShellResult> CurlAsync(string arguments) =>
        Shell.RunAsync("bash", ["-c", $"exec curl -sS --max-time {TransferPatience.TotalSeconds} {arguments}"], patience: TransferPatience + Soon);

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    [GeneratedRegex(@"227 .*\(127,0,0,1,(?<high>\d+),(?<low>\d+)\)")]
    private static partial Regex PassivePattern();
}
