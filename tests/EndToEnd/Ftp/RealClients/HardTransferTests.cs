using System.Diagnostics;
using System.Security.Cryptography;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>Transfers that are slow, are broken off, or are never begun.</summary>
public sealed class HardTransferTests(FilesGateway gateway) : IClassFixture<FilesGateway>
{
    private const int Large = 24 << 20;
    private const long MaxGrowth = 64 << 20;
    private const int Moments = 9;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static TheoryData<FtpSecurity> Securities => [FtpSecurity.None, FtpSecurity.Explicit, FtpSecurity.Implicit];

    [Theory]
    [MemberData(nameof(Securities))]
    public async Task STAT_answers_and_ABOR_ends_a_transfer_that_nobody_reads_and_the_next_one_works(FtpSecurity security)
    {
        var (folder, bytes) = MakeFile("abor");
        using var client = await EnterAsync(security, folder);
        await client.OpenDataAsync();
        await client.BeginAsync("RETR file");
        await client.Data.ReadExactlyAsync(new byte[1000]);
        TransferClient.Expect("211", await client.AskAsync("STAT"));
        TransferClient.Expect("426", await client.AskAsync("ABOR"));
        TransferClient.Expect("226", await client.ReplyAsync());
        await client.OpenDataAsync();
        await client.BeginAsync("RETR file");
        Assert.Equal(bytes, await ReadAllAsync(client));
        TransferClient.Expect("226", await client.ReplyAsync());
    }

    [Theory]
    [MemberData(nameof(Securities))]
    public async Task A_slow_reader_and_a_slow_writer_lose_nothing_cost_little_and_hold_nobody_up(FtpSecurity security)
    {
        var (folder, bytes) = MakeFile("slow");
        using var reader = await EnterAsync(security, folder);
        await reader.OpenDataAsync();
        await reader.BeginAsync("RETR file");
        using var writer = await EnterAsync(security, folder);
        await writer.OpenDataAsync();
        await writer.BeginAsync("STOR slow");
        var before = gateway.Process.ResidentBytes;
        var read = new byte[200];
        for (var i = 0; i < 100; i++)
        {
            await reader.Data.ReadExactlyAsync(read.AsMemory(i, 1));
            await writer.Data.WriteAsync(bytes.AsMemory(i, 1));
            await writer.Data.FlushAsync();
            if (i % 20 != 0) continue;
            var began = Stopwatch.GetTimestamp();
            using var quick = await EnterAsync(security, folder);
            await quick.OpenDataAsync();
            await quick.BeginAsync("RETR file");
            Assert.Equal(bytes, await ReadAllAsync(quick));
            TransferClient.Expect("226", await quick.ReplyAsync());
            Assert.True(Stopwatch.GetElapsedTime(began) < Soon);
        }

        Assert.InRange(gateway.Process.ResidentBytes - before, long.MinValue, MaxGrowth);
        Assert.Equal(bytes[100..], await ReadAllAsync(reader));
        Assert.Equal(bytes[..100], read[..100]);
        TransferClient.Expect("226", await reader.ReplyAsync());
        await writer.Data.DisposeAsync();
        TransferClient.Expect("226", await writer.ReplyAsync());
        Assert.Equal(bytes[..100], await File.ReadAllBytesAsync(Path.Combine(folder, "slow")));
    }

    [Theory]
    [MemberData(nameof(Securities))]
    public async Task Clients_that_reset_at_every_moment_of_a_transfer_leave_nothing_behind(FtpSecurity security)
    {
        const int Clients = 6 * 2 * Moments;
        var (folder, bytes) = MakeFile("reset");
        await ResetAllAsync(security, folder, 2 * Moments);
        var before = await StableDescriptorsAsync();
        await ResetAllAsync(security, folder, Clients);
        await Eventually.Async(() => gateway.Process.Descriptors, count => count <= before + 2, Soon, $"descriptors are back at {before}");
        using (var admin = new AdminClient(gateway.Process.Admin)) await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
        await Eventually.Async(() => Directory.GetFileSystemEntries(folder).Length, count => count == 1, Soon, "no part of an upload is left");
        using var client = await EnterAsync(security, folder);
        await client.OpenDataAsync();
        await client.BeginAsync("RETR file");
        Assert.Equal(bytes, await ReadAllAsync(client));
    }

    [Fact]
    public async Task A_flood_of_clients_that_never_log_in_costs_little_and_others_go_on()
    {
        const int Flood = 1000;
        var (folder, bytes) = MakeFile("flood");
        var before = gateway.Process.ResidentBytes;
        var clients = new List<TestClient>();
        try
        {
            for (var i = 0; i < Flood; i++)
            {
                var security = Enum.GetValues<FtpSecurity>()[i % 3];
                clients.Add(await TestClient.ConnectAsync(gateway.Port(security)));
                if (i % 4 == 1) await clients[^1].SendAsync("USER "u8.ToArray());
                if (i % 4 == 2) await clients[^1].SendAsync("PASV\r\nUSER alice\r\nRETR x\r\n"u8.ToArray());
                if (i % 4 == 3) await clients[^1].SendAsync(new byte[3000]);
            }

            foreach (var security in Enum.GetValues<FtpSecurity>())
            {
                using var client = await EnterAsync(security, folder);
                await client.OpenDataAsync();
                await client.BeginAsync("RETR file");
                Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(await ReadAllAsync(client)));
                TransferClient.Expect("226", await client.ReplyAsync());
            }

            Assert.InRange(gateway.Process.ResidentBytes - before, long.MinValue, 3 * MaxGrowth);
        }
        finally
        {
            clients.ForEach(client => client.Reset());
        }

        using var admin = new AdminClient(gateway.Process.Admin);
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
    }

    private static async Task<byte[]> ReadAllAsync(TransferClient client)
    {
        using var all = new MemoryStream();
        await client.Data.CopyToAsync(all).WaitAsync(Soon);
        await client.Data.DisposeAsync();
        return all.ToArray();
    }

    private async Task<TransferClient> EnterAsync(FtpSecurity security, string folder)
    {
        var client = new TransferClient();
        await client.ConnectAsync(gateway, security);
        await client.LogInAsync(security != FtpSecurity.None);
        TransferClient.Expect("250", await client.AskAsync($"CWD /{Path.GetFileName(folder)}"));
        return client;
    }

    private (string Folder, byte[] Bytes) MakeFile(string name)
    {
        var folder = gateway.Folders(name).Served;
        var bytes = new byte[Large];
        new Random(name.Length).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, "file"), bytes);
        return (folder, bytes);
    }

    private Task ResetAllAsync(FtpSecurity security, string folder, int clients) =>
        Parallel.ForEachAsync(Enumerable.Range(0, clients), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await ResetAsync(security, folder, i));

    /// <summary>Goes on up to a moment, which the number gives, and resets everything.</summary>
    private async Task ResetAsync(FtpSecurity security, string folder, int number)
    {
        using var client = new TransferClient();
        var (moment, uploads, name) = (number % Moments, number / Moments % 2 == 1, $"never{number}");
        await client.ConnectAsync(gateway, security);
        if (moment >= 1) await client.LogInAsync(security != FtpSecurity.None);
        if (moment >= 2) TransferClient.Expect("250", await client.AskAsync($"CWD /{Path.GetFileName(folder)}"));
        if (moment == 3) TransferClient.Expect("229", await client.AskAsync("EPSV"));
        if (moment >= 4) await client.OpenDataAsync();
        if (moment == 5) await client.SendAsync(uploads ? $"STOR {name}\r\n" : "RETR file\r\n");
        if (moment >= 6) await client.BeginAsync(uploads ? $"STOR {name}" : "RETR file");
        if (moment >= 7 && uploads) await client.Data.WriteAsync(new byte[100_000]);
        if (moment >= 7 && !uploads) await client.Data.ReadExactlyAsync(new byte[100_000]);
        if (moment >= 8) await client.SendAsync("ABOR\r\n");
        client.Reset();
    }

    /// <summary>The runtime opens and closes some of its own: the count that it keeps.</summary>
    private async Task<int> StableDescriptorsAsync()
    {
        var (last, since) = (gateway.Process.Descriptors, Stopwatch.GetTimestamp());
        return await Eventually.Async(
            () =>
            {
                var now = gateway.Process.Descriptors;
                if (now != last) (last, since) = (now, Stopwatch.GetTimestamp());
                return now;
            },
            _ => Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(1),
            Soon,
            "the number of descriptors does not change for 1 s");
    }
}
