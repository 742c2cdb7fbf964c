using System.Buffers.Binary;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

[Collection(SharedGatewayCollection.Name)]
public sealed class SmallServicesTests(SharedGateway shared)
{
    private readonly GatewayProcess _gateway = shared.Process;

    [Fact]
    public async Task The_commands_that_the_gateway_prints_work_as_they_stand()
    {
        var table = _gateway.Table;
        Assert.Equal(["echo", "discard", "daytime", "chargen", "time"], table.Rows.Select(row => row.Service));
        foreach (var command in table.Rows.SelectMany(row => row.Commands)) (await Shell.BashAsync(command)).Succeeded();
    }

    [Fact]
    public async Task Echo_gives_ncat_what_it_sent() =>
        Assert.Equal("hello\n", (await Shell.BashAsync($"echo hello | ncat 127.0.0.1 {_gateway.EchoPort}")).Succeeded());

    [Fact]
    public async Task Echo_gives_ncat_all_of_5_MB_back_after_the_half_close()
    {
        var command = $"""
            set -euo pipefail
            file=$(mktemp)
            trap 'rm -f "$file"' EXIT
            head -c 5000000 /dev/urandom > "$file"
            ncat 127.0.0.1 {_gateway.EchoPort} < "$file" | cmp - "$file"
            """;
        (await Shell.BashAsync(command)).Succeeded();
    }

    [Fact]
    public async Task Discard_answers_nothing_and_ends_when_the_client_does() =>
        Assert.Equal("", (await Shell.BashAsync($"head -c 100000 /dev/zero | ncat 127.0.0.1 {_gateway.DiscardPort}")).Succeeded());

    [Fact]
    public async Task Daytime_tells_the_day_and_ends()
    {
        var line = (await Shell.BashAsync($"ncat --recv-only 127.0.0.1 {_gateway.DaytimePort}")).Succeeded();
        Assert.EndsWith("\r\n", line, StringComparison.Ordinal);
        Assert.Contains(TimeProvider.System.GetUtcNow().Year.ToString(), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chargen_sends_lines_of_72_characters_for_as_long_as_the_client_reads()
    {
        using var client = await TestClient.ConnectAsync(_gateway.ChargenPort);
        var lines = Encoding.ASCII.GetString(await client.ReceiveExactlyAsync(74 * 20_000)).Split("\r\n");
        Assert.All(lines[..^1], line => Assert.Equal(72, line.Length));
        Assert.StartsWith(" !\"#$%&'()*+,-./0123456789", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_sends_the_seconds_since_1900_and_ends()
    {
        using var client = await TestClient.ConnectAsync(_gateway.PortOffset + 37);
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(await client.ReceiveAllAsync());
        var since1900 = TimeProvider.System.GetUtcNow() - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.InRange(seconds, since1900.TotalSeconds - 60, since1900.TotalSeconds + 60);
    }
}
