using SocketGateway.Gateway.Tests.Certificates;

namespace SocketGateway.Gateway.Tests.Http;

[Collection(RunningGateway.Collection)]
public sealed class CompressionTests
{
    [Fact]
    public async Task Text_is_compressed_in_clear_text_and_under_TLS_only_where_that_was_asked_for()
    {
        using var files = new IssuedFiles();
        var (certificate, key) = (files.Issue("site", "localhost"), files.Path("site.key"));
        await using var gateway = await RunningGateway.StartAsync(
            ("SocketGateway:Listeners:clear:Port", "0"),
            ("SocketGateway:Listeners:clear:Service", "site"),
            ("SocketGateway:Listeners:tls:Port", "0"),
            ("SocketGateway:Listeners:tls:Service", "site"),
            ("SocketGateway:Listeners:tls:Tls:Certificate:Path", certificate),
            ("SocketGateway:Listeners:tls:Tls:Certificate:KeyPath", key),
            ("SocketGateway:Listeners:asked:Port", "0"),
            ("SocketGateway:Listeners:asked:Service", "compressed"),
            ("SocketGateway:Listeners:asked:Tls:Certificate:Path", certificate),
            ("SocketGateway:Listeners:asked:Tls:Certificate:KeyPath", key),
            ("SocketGateway:Services:site:Type", "Http"),
            ("SocketGateway:Services:compressed:Type", "Http"),
            ("SocketGateway:Services:compressed:CompressionUnderTls", "true"));
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, shown, _, _) => shown?.Subject == "CN=localhost" };
        using var client = new HttpClient(handler);
        Assert.Equal("gzip", await CodingAsync(client, $"http://{gateway.EndPoint("clear")}/"));
        Assert.Equal("", await CodingAsync(client, $"https://{gateway.EndPoint("tls")}/"));
        Assert.Equal("gzip", await CodingAsync(client, $"https://{gateway.EndPoint("asked")}/"));
    }

    private static async Task<string> CodingAsync(HttpClient client, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Accept-Encoding", "gzip" } } };
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return string.Join(", ", answer.Content.Headers.ContentEncoding);
    }
}
