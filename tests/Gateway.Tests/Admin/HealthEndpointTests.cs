using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Tests.Admin;

/// <summary>What probes of other machines are served: health by any name and without a token, and nothing else.</summary>
[Collection(RunningGateway.Collection)]
public sealed class HealthEndpointTests
{
    [Fact]
    public async Task It_serves_health_by_any_name_and_nothing_else()
    {
        var port = FreePorts.One();
        await using var gateway = await RunningGateway.StartAsync(("SocketGateway:Admin:HealthUrl", $"http://127.0.0.1:{port}"));
        using var probe = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestHeaders = { Host = "10.1.2.3:9903" } };

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/healthz/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/healthz/live"));
        Assert.All(
            await Task.WhenAll(new[] { "/", "/metrics", "/api/connections", "/api/nodes", "/healthzx" }.Select(StatusAsync)),
            status => Assert.Equal(HttpStatusCode.NotFound, status));
        using var change = new HttpRequestMessage(HttpMethod.Post, "/api/listeners/echo/suspend") { Headers = { { "X-SocketGateway", "1" } } };
        using var refused = await probe.SendAsync(change);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        // The other endpoint is as it was.
        using var admin = await gateway.Admin.GetAsync("/api/nodes");
        Assert.Equal(HttpStatusCode.OK, admin.StatusCode);

        gateway.Services.GetRequiredService<GatewayStatus>().Ready = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/healthz/ready"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var response = await probe.GetAsync(path);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task It_is_there_without_the_other_endpoint()
    {
        var port = FreePorts.One();
        await using var gateway = await RunningGateway.StartAsync(
            ("SocketGateway:Admin:Url", ""), ("SocketGateway:Admin:HealthUrl", $"http://127.0.0.1:{port}"));
        Assert.Equal("Healthy", await gateway.Admin.GetStringAsync("/healthz/ready"));
        using var nothing = await gateway.Admin.GetAsync("/api/nodes");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }
}
