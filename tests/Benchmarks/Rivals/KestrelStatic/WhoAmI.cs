namespace SocketGateway.Benchmarks.Rivals.KestrelStatic;

/// <summary>The small answer that the gateway's own HTTP service gives; keep both alike, or the ratio compares two applications.</summary>
internal static class WhoAmI
{
    public static Task AnswerAsync(HttpContext context)
    {
        var c = context.Connection;
        var text = $"{c.RemoteIpAddress}:{c.RemotePort} <-> {c.LocalIpAddress}:{c.LocalPort}\n{c.Id}\n";
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        return context.Response.WriteAsync(text);
    }
}
