namespace SocketGateway.Benchmarks.Rivals.KestrelStatic;

/// <summary>The small answer that the gateway's own HTTP service gives; keep both alike, or the ratio compares two applications.</summary>
internal static class WhoAmI
{
    public static Task AnswerAsync(HttpContext context)
    {
        var connection = context.Connection;
        var text = $"{connection.RemoteIpAddress}:{connection.RemotePort} <-> {connection.LocalIpAddress}:{connection.LocalPort}\n{connection.Id}\n";
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        return context.Response.WriteAsync(text);
    }
}
