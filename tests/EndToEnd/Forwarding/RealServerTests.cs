using System.Text;
using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>nginx, PostgreSQL and Redis behind the gateway, two of each, while one of the two dies and comes back.</summary>
public sealed class RealServerTests : IDisposable
{
    /// <summary>PostgreSQL does not run as root.</summary>
    private static readonly string[] Account = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-servers-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task wrk_sees_no_error_of_nginx_while_one_of_two_is_down_and_connections_to_the_other_are_untouched()
    {
        using var left = await StartNginxAsync("left");
        using var right = await StartNginxAsync("right");
        await using var gateway = await StartGatewayAsync(left, right);
        var port = gateway.Table["server"];
        using var first = await TestClient.ConnectAsync(port);
        using var second = await TestClient.ConnectAsync(port);
        var names = new[] { await GetAsync(first), await GetAsync(second) };
        Assert.Equal(["left", "right"], names.Order());

        await left.StopAsync(PosixSignals.Kill);
        var (lost, kept) = names[0] == "left" ? (first, second) : (second, first);
        Assert.Equal("right", await GetAsync(kept));
        Assert.Equal(0, await lost.ReceiveAsync(new byte[1]));
        await AssertWrkAsync(port);
        await left.StartAgainAsync();
        await right.StopAsync(PosixSignals.Term);
        await AssertWrkAsync(port);
    }

    [Fact]
    public async Task redis_benchmark_sees_no_error_while_one_of_two_is_down()
    {
        using var left = await StartRedisAsync("left");
        using var right = await StartRedisAsync("right");
        await using var gateway = await StartGatewayAsync(left, right);
        await AssertRedisAsync(gateway, "-c 50 -n 5000 -P 4 -t set,get -d 2000");
        using var client = await TestClient.ConnectAsync(gateway.Table["server"]);
        using var other = await TestClient.ConnectAsync(gateway.Table["server"]);
        await PingAsync(client);
        await PingAsync(other);
        await left.StopAsync(PosixSignals.Kill);
        await AssertRedisAsync(gateway, "-c 10 -n 200 -k 0 -t set,get");
        var ends = new[] { await IsServedAsync(client), await IsServedAsync(other) };
        Assert.Single(ends, served => served);
        await left.StartAgainAsync();
        await right.StopAsync(PosixSignals.Term);
        await AssertRedisAsync(gateway, "-c 10 -n 200 -k 0 -t set,get");
    }

    [Fact]
    public async Task pgbench_sees_no_error_of_PostgreSQL_while_one_of_two_is_down()
    {
        var data = await MakeDatabaseAsync();
        using var left = await StartPostgresAsync("left", data);
        using var right = await StartPostgresAsync("right", data);
        await using var gateway = await StartGatewayAsync(left, right);
        await AssertPgbenchAsync(gateway, "-c 4 -t 200");
        await left.StopAsync(PosixSignals.Int);
        await AssertPgbenchAsync(gateway, "-C -c 2 -t 10");
        await left.StartAgainAsync();
        await right.StopAsync(PosixSignals.Int);
        await AssertPgbenchAsync(gateway, "-C -c 2 -t 10");
    }

    private static Task<GatewayProcess> StartGatewayAsync(RealServer left, RealServer right) => GatewayProcess.StartAsync(new GatewaySettings
    {
        ConfigFile = $$"""
            {
              "SocketGateway": {
                "Listeners": { "server": { "Address": "127.0.0.1", "Port": 0, "Service": "server" } },
                "Services": {
                  "server": {
                    "Type": "Forward", "LoadBalancingPolicy": "RoundRobin", "Destinations": { {{left.Json}}, {{right.Json}} },
                    "HealthCheck": { "Passive": { "ReactivationPeriod": "00:00:00.5", "MaxReactivationPeriod": "00:00:01" } }
                  }
                }
              }
            }
            """,
    });

    private async Task<RealServer> StartNginxAsync(string name)
    {
        var (port, home) = (FreePorts.One(), _directory.CreateSubdirectory(name).FullName);
        await File.WriteAllTextAsync(Path.Combine(home, "nginx.conf"), $$"""
            daemon off; worker_processes 1; pid nginx.pid; error_log stderr crit;
            events { worker_connections 256; }
            http { access_log off; server { listen 127.0.0.1:{{port}}; location / { default_type text/plain; return 200 "{{name}}"; } } }
            """);

        // Its worker would outlive a master that is killed, and go on taking connections.
        return await RealServer.StartAsync(name, port, home, isReady: null, "nginx", "-p", home, "-c", Path.Combine(home, "nginx.conf"), "-e", "stderr", "-g", "master_process off;");
    }

    private Task<RealServer> StartRedisAsync(string name)
    {
        var (port, home) = (FreePorts.One(), _directory.CreateSubdirectory(name).FullName);
        return RealServer.StartAsync(name, port, home, isReady: null, "redis-server", "--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no", "--dir", home);
    }

    /// <summary>An empty database, to be copied.</summary>
    private async Task<string> MakeDatabaseAsync()
    {
        var data = Path.Combine(_directory.FullName, "data");
        await BashAsync($"chmod 711 {_directory.FullName}; install -d -m 700 {(Environment.IsPrivilegedProcess ? "-o postgres " : "")}{data}");
        await BashAsync($"{string.Join(' ', Account)} {await PostgresAsync("initdb")} --no-sync --no-instructions -A trust -E UTF8 --locale=C -D {data}");
        return data;
    }

    private async Task<RealServer> StartPostgresAsync(string name, string data)
    {
        var (port, home) = (FreePorts.One(), Path.Combine(_directory.FullName, name));
        await BashAsync($"cp -a {data} {home}");
        return await RealServer.StartAsync(
            name, port, "/", IsReadyAsync, [.. Account, await PostgresAsync("postgres"), "-D", home, "-p", $"{port}", "-h", "127.0.0.1", "-k", "", "-F", "-c", "autovacuum=off"]);
    }

    /// <summary>Its port is open before it serves.</summary>
    private static async Task<bool> IsReadyAsync(int port) => (await Shell.BashAsync($"pg_isready -q -h 127.0.0.1 -p {port}")).ExitCode == 0;

    /// <summary>Debian does not put the server's programs on the path.</summary>
    private static async Task<string> PostgresAsync(string program) => (await BashAsync($"ls /usr/lib/postgresql/*/bin/{program} | tail -n 1")).TrimEnd();

    private static async Task<string> BashAsync(string command) => (await Shell.BashAsync($"cd /; {command}")).Succeeded();

    private static async Task AssertWrkAsync(int port)
    {
        var report = await BashAsync($"wrk -t1 -c16 -d2s --timeout 30s -H 'Connection: close' http://127.0.0.1:{port}/");
        Assert.DoesNotContain("Socket errors", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", report, StringComparison.Ordinal);
        Assert.True(int.Parse(Regex.Match(report, @"(\d+) requests in").Groups[1].ValueSpan, null) > 20, report);
    }

    private static async Task AssertRedisAsync(GatewayProcess gateway, string arguments)
    {
        var report = await Shell.BashAsync($"redis-benchmark -h 127.0.0.1 -p {gateway.Table["server"]} --csv {arguments}");
        Assert.DoesNotContain("Error", report.Error + report.Output, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(report.Succeeded(), "^\"(SET|GET)\"", RegexOptions.Multiline));
    }

    private async Task AssertPgbenchAsync(GatewayProcess gateway, string arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "script.sql"), "SELECT sum(n), md5(repeat('x', 10000)) FROM generate_series(1, 100) AS n;\n");
        var report = await BashAsync($"pgbench -n -f {_directory}/script.sql -h 127.0.0.1 -p {gateway.Table["server"]} -U postgres {arguments} postgres");
        var done = Regex.Match(report, @"transactions actually processed: (\d+)/(\d+)");
        Assert.True(done.Success, report);
        Assert.Equal(done.Groups[2].Value, done.Groups[1].Value);
    }

    /// <summary>Who answers, on a connection that stays.</summary>
    private static async Task<string> GetAsync(TestClient client)
    {
        await client.SendAsync("GET / HTTP/1.1\r\nHost: here\r\n\r\n"u8.ToArray());
        var (answer, buffer) = ("", new byte[4096]);
        while (Regex.Match(answer, "\r\n\r\n(left|right)$") is { Success: false })
        {
            var count = await client.ReceiveAsync(buffer);
            Assert.True(count > 0, answer);
            answer += Encoding.ASCII.GetString(buffer, 0, count);
        }

        return answer[(answer.LastIndexOf('\n') + 1)..];
    }

    private static async Task PingAsync(TestClient client)
    {
        await client.SendAsync("PING\r\n"u8.ToArray());
        Assert.Equal("+PONG\r\n"u8.ToArray(), await client.ReceiveExactlyAsync(7));
    }

    private static async Task<bool> IsServedAsync(TestClient client)
    {
        try
        {
            await PingAsync(client);
            return true;
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or EndOfStreamException)
        {
            return false;
        }
    }
}
