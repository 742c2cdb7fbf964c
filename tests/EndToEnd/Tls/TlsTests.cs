using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>TLS on listeners of the program, with the clients that people have.</summary>
public sealed class TlsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Openssl_and_curl_are_served_and_the_table_says_how()
    {
        await using var gateway = await TlsGateway.StartAsync();
        var port = gateway.EchoPort;
        foreach (var version in (string[])["tls1_2", "tls1_3"])
        {
            // It leaves when its input ends, which is when the answer has come.
            var echo = await Shell.BashAsync(
                $"out=$(mktemp); (echo hello; for i in $(seq 300); do [ -s $out ] && break; sleep 0.1; done) | openssl s_client -quiet -no_ign_eof -{version} -connect 127.0.0.1:{port} > $out; cat $out; rm $out");
            Assert.Equal("hello\n", echo.Output);
        }

        foreach (var line in gateway.Output.All.Where(line => line.Contains("ncat --ssl", StringComparison.Ordinal) || line.Contains("curl -k https", StringComparison.Ordinal)))
        {
            var command = Regex.Match(line, "(echo hello|ncat|curl).*").Value;
            var tried = await Shell.BashAsync($"timeout 20 {(command.StartsWith("echo", StringComparison.Ordinal) ? $"bash -c '{command}'" : command)}");
            Assert.Equal((0, true), (tried.ExitCode, tried.Output.Length > 0));
        }

        var who = await Shell.BashAsync($"curl -sk --max-time 20 https://127.0.0.1:{gateway.PortOffset + 443}/whoami");
        Assert.Contains("\"listener\":\"site\"", who.Output, StringComparison.Ordinal);
        using var client = await TestClient.ConnectAsync(port);
        await using var stream = await TlsGateway.SecureAsync(client);
        Assert.Equal([1, 2, 3], await TlsGateway.EchoAsync(stream, [1, 2, 3]));
        using var http = new HttpClient();
        var listed = await http.GetStringAsync(new Uri(gateway.Admin, "api/connections"));
        Assert.Matches("\"tls\":\"TLS 1\\.3 TLS_[A-Z0-9_]+\"", listed);
    }

    [Fact]
    public async Task A_large_file_comes_whole_and_in_ranges()
    {
        var root = Directory.CreateTempSubdirectory("socketgateway-site-");
        try
        {
            var bytes = RandomNumberGenerator.GetBytes(20_000_000);
            await File.WriteAllBytesAsync(Path.Combine(root.FullName, "large.bin"), bytes);
            await using var gateway = await TlsGateway.StartAsync(("Services:site:Root", root.FullName));
            var url = $"https://127.0.0.1:{gateway.PortOffset + 443}/large.bin";
            var whole = await Shell.BashAsync($"curl -sk --max-time 50 {url} | sha256sum");
            Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(bytes)), whole.Output, StringComparison.Ordinal);
            var range = await Shell.BashAsync($"curl -sk --max-time 50 -r 1000000-15999999 {url} | sha256sum");
            Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(1_000_000, 15_000_000))), range.Output, StringComparison.Ordinal);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Older_versions_and_clear_text_are_refused_and_counted()
    {
        await using var gateway = await TlsGateway.StartAsync();
        var old = await Shell.BashAsync($"timeout 20 openssl s_client -tls1_1 -cipher 'ALL:@SECLEVEL=0' -connect 127.0.0.1:{gateway.EchoPort} </dev/null 2>&1");
        Assert.Contains("alert protocol version", old.Output, StringComparison.Ordinal);
        using (var clear = await TestClient.ConnectAsync(gateway.EchoPort))
        {
            await clear.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            Assert.Equal(StreamEnd.Finished, await clear.ReceiveEndAsync());
        }

        using var admin = new AdminClient(gateway.Admin);
        await Eventually.Async(
            () => admin.MetricAsync("socketgateway_tls_handshake_duration_seconds_count", "error_type=\"tls_handshake_failed\"", "socketgateway_listener=\"echo\""),
            count => count == 2, Soon, "two handshakes failed");
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
    }

    [Fact]
    public async Task A_handshake_may_drip_but_not_for_ever()
    {
        await using var gateway = await TlsGateway.StartAsync(("Listeners:echo:Limits:HandshakeTimeout", "00:00:08"));
        using var dripping = await TestClient.ConnectAsync(gateway.EchoPort);
        await using var stream = await TlsGateway.SecureAsync(new DrippingStream(dripping.Socket));
        Assert.Equal([1, 2, 3], await TlsGateway.EchoAsync(stream, [1, 2, 3]));

        var began = Stopwatch.GetTimestamp();
        using var silent = await TestClient.ConnectAsync(gateway.EchoPort);
        using var stuck = await TestClient.ConnectAsync(gateway.EchoPort);
        await stuck.SendAsync(new byte[] { 22, 3, 1, 2, 0, 1 });
        Assert.Equal([StreamEnd.Finished, StreamEnd.Finished], await Task.WhenAll(silent.ReceiveEndAsync(), stuck.ReceiveEndAsync()));
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(7.9));
        Assert.Equal([4], await TlsGateway.EchoAsync(stream, [4]));
    }

    [Fact]
    public async Task Clients_that_send_without_reading_cost_little_memory()
    {
        await using var gateway = await TlsGateway.StartAsync();
        var streams = new List<SslStream>();
        for (var i = 0; i < 30; i++) streams.Add(await TlsGateway.SecureAsync(await TestClient.ConnectAsync(gateway.EchoPort)));
        foreach (var stream in streams) await TlsGateway.EchoAsync(stream, new byte[100_000]);
        var before = gateway.ResidentBytes;
        using var stop = new CancellationTokenSource();
        var pushing = streams.Select(stream => PushAsync(stream, stop.Token)).ToArray();
        using var admin = new AdminClient(gateway.Admin);
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count(c => c.HeldUpBy == "client") == 30, Soon, "all are held up by themselves");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.InRange((gateway.ResidentBytes - before) >> 20, -1000, 64);
        await stop.CancelAsync();
        await Task.WhenAll(pushing);

        // One of them is kicked; the others go with their sockets.
        var kicked = (await admin.ConnectionsAsync())[0];
        await admin.ChangeAsync(HttpMethod.Delete, $"api/connections/{kicked.Id}");
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.All(c => c.Id != kicked.Id), Soon, "it is gone");
    }

    [Fact]
    public async Task Resets_in_the_handshake_and_after_it_leave_no_descriptor_behind()
    {
        await using var gateway = await TlsGateway.StartAsync();
        await ResetAsync(gateway, 100, 1);
        using var admin = new AdminClient(gateway.Admin);
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
        var before = gateway.Descriptors;
        await ResetAsync(gateway, 600, 2);
        await Eventually.Async(() => gateway.Descriptors, count => count <= before + 3, Soon, $"descriptors are back at {before}");
        await Eventually.Async(admin.ConnectionsAsync, listed => listed.Count == 0, Soon, "nobody is connected");
    }

    [Fact]
    public async Task A_drain_closes_idle_connections_with_close_notify()
    {
        await using var gateway = await TlsGateway.StartAsync(("Drain:CloseSpread", "00:00:00.5"));
        using var client = await TestClient.ConnectAsync(gateway.EchoPort);
        await using var stream = await TlsGateway.SecureAsync(client);
        await TlsGateway.EchoAsync(stream, [1]);
        gateway.Signal(PosixSignals.Term);
        using var patience = new CancellationTokenSource(Soon);

        // SslStream says 0 also for a bare FIN; openssl does not.
        Assert.Equal(0, await stream.ReadAsync(new byte[1], patience.Token));
        await stream.DisposeAsync();
        client.Dispose();
        Assert.Equal(0, await gateway.WaitForExitAsync(Soon));
    }

    [Fact]
    public async Task Openssl_sees_close_notify_at_an_orderly_end()
    {
        await using var gateway = await TlsGateway.StartAsync();
        var result = await Shell.BashAsync($"openssl s_client -quiet -connect 127.0.0.1:{gateway.DaytimePort} </dev/null 2>&1");
        Assert.DoesNotContain("unexpected eof", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Check_config_finds_a_bad_certificate()
    {
        var run = await GatewayProcess.RunAsync(new GatewaySettings
        {
            Values = [("Listeners:echo:Tls:Certificate:Path", "/nowhere/cert.pem"), ("Listeners:time:Tls:Certificate:Path", "/dev/null")],
            Arguments = ["check-config"],
        });
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SocketGateway:Listeners:echo:Tls:Certificate:Path: there is no file /nowhere/cert.pem", run.Error, StringComparison.Ordinal);
        Assert.Contains("SocketGateway:Listeners:time:Tls:Certificate:Path: holds no certificate", run.Error, StringComparison.Ordinal);
    }

    private static async Task PushAsync(SslStream stream, CancellationToken stop)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            while (true) await stream.WriteAsync(bytes, stop);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
        }
    }

    private static Task ResetAsync(GatewayProcess gateway, int clients, int seed)
    {
        var random = new Random(seed);
        return Parallel.ForAsync(0, clients, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            using var client = await TestClient.ConnectAsync(gateway.EchoPort);
            int milliseconds;
            lock (random) milliseconds = random.Next(0, 25);
            using var limit = new CancellationTokenSource(milliseconds);
            try
            {
                await using var stream = new SslStream(new NetworkStream(client.Socket), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == TlsGateway.Subject);
                await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, limit.Token);
                while (true)
                {
                    await stream.WriteAsync(new byte[10_000], limit.Token);
                    await stream.ReadExactlyAsync(new byte[10_000], limit.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
            }

            client.Reset();
        });
    }
}
