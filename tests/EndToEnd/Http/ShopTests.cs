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
        Assert.Equal("200", await CurlAsync($"-o /dev/null -w '%{{http_code}}' -X POST {shop}/apples/5"));
        Assert.Equal("409", await CurlAsync($"-o /dev/null -w '%{{http_code}}' -X POST {shop}/apples/50"));
        Assert.Equal("405", await CurlAsync($"-o /dev/null -w '%{{http_code}}' -X DELETE {shop}/apples"));
        Assert.Equal("404", await CurlAsync($"-o /dev/null -w '%{{http_code}}' {shop}/pears"));
        Assert.Equal("7", await CurlAsync($"--http2-prior-knowledge {shop}/apples"));
        Assert.Equal("413", await CurlAsync($"-o /dev/null -w '%{{http_code}}' --data-binary @{Built.Gateway} {shop}/echo"));
        Assert.Matches($@"^127\.0\.0\.1:\d+ <-> 127\.0\.0\.1:{gateway.Table["shop"]} through shop$", await CurlAsync($"{shop}/me"));
        Assert.Matches("(?m)^X-Connection: [0-9A-Z]{13}\r?$", await CurlAsync($"-o /dev/null -D - {shop}/me"));
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

    private static async Task<string> CurlAsync(string arguments) => (await Shell.BashAsync($"curl -sS {arguments}")).Succeeded();
}
