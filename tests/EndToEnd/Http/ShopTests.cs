using System.Text.RegularExpressions;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

/// <summary>The sample of the README: an application of one's own behind the gateway.</summary>
public sealed class ShopTests
{
    [Theory]
    [InlineData("Program.cs")]
    [InlineData("appsettings.json")]
    public void The_README_shows_this_file(string file)
    {
        var lines = File.ReadLines(Path.Combine(Built.Sample("Shop").Folder, file)).Where(line => !line.StartsWith("using ", StringComparison.Ordinal));
        Assert.Contains(string.Join('\n', lines).Trim(), File.ReadAllText(Path.Combine(Built.Root, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_with_the_services_of_its_program_routing_and_middlewares()
    {
        await using var gateway = await StartAsync();
        var shop = $"http://127.0.0.1:{gateway.Table["shop"]}";
        Assert.Equal("12", await CurlAsync($"{shop}/apples"));
        Assert.Equal("200", await StatusAsync($"--json '{{\"apples\":5}}' {shop}/orders"));
        Assert.Equal("409", await StatusAsync($"--json '{{\"apples\":50}}' {shop}/orders"));
        Assert.Equal("400", await StatusAsync($"--json '{{\"apples\":' {shop}/orders"));
        Assert.Equal("405", await StatusAsync($"-X DELETE {shop}/apples"));
        Assert.Equal("404", await StatusAsync($"{shop}/pears"));
        Assert.Equal("7", await CurlAsync($"--http2-prior-knowledge {shop}/apples"));
        Assert.Matches($@"^127\.0\.0\.1:\d+ <-> 127\.0\.0\.1:{gateway.Table["shop"]} through shop$", await CurlAsync($"{shop}/me"));
        Assert.Matches("(?m)^X-Connection: [0-9a-z]{13}\r?$", await CurlAsync($"-o /dev/null -D - {shop}/me"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--http2-prior-knowledge")]
    public async Task Bodies_in_pieces_are_read_those_that_ask_first_are_told_to_go_on_and_too_large_ones_are_413(string version)
    {
        await using var gateway = await StartAsync();
        var orders = $"http://127.0.0.1:{gateway.Table["shop"]}/orders";
        Assert.Equal("200", await StatusAsync($"{version} -H 'Transfer-Encoding: chunked' --json '{{\"apples\":1}}' {orders}"));
        Assert.Equal("200", await StatusAsync($"{version} -H 'Expect: 100-continue' --expect100-timeout 20 -m 10 --json '{{\"apples\":1}}' {orders}"));
        await using var tight = await StartAsync(("Services:shop:Limits:MaxRequestBodySize", "1000"));
        var large = $"--json @{Path.Combine(Built.Root, "SocketGateway.sln")} http://127.0.0.1:{tight.Table["shop"]}/orders";
        Assert.Equal("413", await StatusAsync($"{version} {large}"));
        Assert.Equal("413", await StatusAsync($"-H 'Expect: 100-continue' {large}"));
        Assert.Equal("413", await StatusAsync($"-H 'Transfer-Encoding: chunked' {large}"));
    }

    [Theory]
    [InlineData("Services:shop:Type", "Shopp", "did you mean Shop?")]
    [InlineData("Services:shop:Limits:MaxBody", "1", "unknown key")]
    [InlineData("Services:shop:Limits:Http2:MaxFrameSize", "1", "")]
    [InlineData("Services:shop:Root", "/", "unknown key")]
    public async Task A_wrong_setting_of_it_stops_the_start_with_its_key(string key, string value, string why)
    {
        var ended = await GatewayProcess.RunAsync(Settings((key, value)));
        Assert.Equal(2, ended.ExitCode);
        Assert.Matches($"error: SocketGateway:{key}: .*{Regex.Escape(why)}", ended.Error);
    }

    internal static Task<GatewayProcess> StartAsync(params (string Key, string Value)[] values) => GatewayProcess.StartAsync(Settings(values));

    private static GatewaySettings Settings(params (string Key, string Value)[] values)
    {
        var (folder, assembly) = Built.Sample("Shop");
        return new GatewaySettings
        {
            Program = assembly,
            ConfigFile = null,
            Arguments = ["--contentRoot", folder],
            Values = [("Listeners:shop:Port", "0"), ("Telemetry:Console", "Off"), .. values],
        };
    }

    private static Task<string> StatusAsync(string arguments) => CurlAsync($"-o /dev/null -w '%{{http_code}}' {arguments}");

    private static async Task<string> CurlAsync(string arguments) => (await Shell.BashAsync($"curl -sS {arguments}")).Succeeded();
}
