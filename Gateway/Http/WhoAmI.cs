using System.Text.Json;

namespace SocketGateway.Gateway.Http;

/// <summary>The answer to <c>/whoami</c>: which connection a request came on.</summary>
internal sealed record WhoAmI(string ConnectionId, string SocketPair, string Listener, string Service)
{
    public Task WriteAsync(HttpResponse response)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, WhoAmIJson.Plain.WhoAmI);
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(json).AsTask();
    }
}
