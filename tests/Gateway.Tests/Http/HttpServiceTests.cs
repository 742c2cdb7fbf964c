using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SocketGateway.Gateway.Tests.Http;

public sealed class HttpServiceTests(SiteGateway gateway) : IClassFixture<SiteGateway>, IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://{gateway.Site}") };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Requests_of_one_connection_name_the_same_id_and_socket_pair()
    {
        var first = await _client.GetFromJsonAsync<JsonElement>("/whoami");
        var second = await _client.GetFromJsonAsync<JsonElement>("/whoami");
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.EndsWith($" <-> {gateway.Site}", first.GetProperty("socketPair").GetString(), StringComparison.Ordinal);
        Assert.Equal(("http", "site"), (first.GetProperty("listener").GetString(), first.GetProperty("service").GetString()));
        Assert.Equal(13, first.GetProperty("connectionId").GetString()!.Length);
    }

    [Fact]
    public async Task The_bundled_page_comes_whole_in_part_and_not_at_all_when_it_is_known()
    {
        using var whole = await _client.GetAsync("/");
        var page = await whole.Content.ReadAsStringAsync();
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);

        using var partly = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Range = new RangeHeaderValue(2, 8) } };
        using var part = await _client.SendAsync(partly);
        Assert.Equal((HttpStatusCode.PartialContent, "DOCTYPE"), (part.StatusCode, await part.Content.ReadAsStringAsync()));

        using var known = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        using var nothing = await _client.SendAsync(known);
        Assert.Equal(HttpStatusCode.NotModified, nothing.StatusCode);
    }

    [Fact]
    public async Task What_is_unknown_is_not_found_and_what_is_there_cannot_be_posted_to()
    {
        using var get = await _client.GetAsync("/nothing");
        using var post = await _client.PostAsync("/", new StringContent("text"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (get.StatusCode, post.StatusCode));
    }

    [Fact]
    public async Task The_page_learns_what_listens()
    {
        var rows = await _client.GetFromJsonAsync<JsonElement>("/listeners");
        Assert.Contains(rows.EnumerateArray(), row => row.GetProperty("service").GetString() == "files");
    }

    [Fact]
    public async Task Http2_is_spoken_with_clients_that_know_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/whoami") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await _client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
    }

    [Fact]
    public async Task A_file_of_a_root_arrives_as_it_is()
    {
        var bytes = await _client.GetByteArrayAsync(new Uri($"http://{gateway.Files}/file.unknown"));
        Assert.True(gateway.File.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_client_that_ended_its_side_gets_its_answer_and_then_the_end()
    {
        await using var stream = await gateway.ConnectAsync();
        await stream.WriteAsync("GET /whoami HTTP/1.1\r\nHost: here\r\n\r\n"u8.ToArray());
        stream.Socket.Shutdown(SocketShutdown.Send);
        Assert.StartsWith("HTTP/1.1 200 OK", await ReadToEndAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonsense_is_refused_and_the_connection_closed()
    {
        await using var stream = await gateway.ConnectAsync();
        await stream.WriteAsync("NONSENSE\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 400 ", await ReadToEndAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drain_closes_idle_connections_and_those_that_never_spoke()
    {
        var own = new SiteGateway();
        await own.InitializeAsync();
        await using var idle = await own.ConnectAsync();
        await using var silent = await own.ConnectAsync();
        await idle.WriteAsync("GET /nothing HTTP/1.1\r\nHost: here\r\n\r\n"u8.ToArray());
        var buffer = new byte[4096];
        Assert.NotEqual(0, await idle.ReadAsync(buffer));
        var stopped = own.StopAsync();
        Assert.Equal("", await ReadToEndAsync(idle));
        Assert.Equal("", await ReadToEndAsync(silent));
        idle.Close();
        silent.Close();
        Assert.Equal(0, await stopped);
        await own.DisposeAsync();
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, patience.Token);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
