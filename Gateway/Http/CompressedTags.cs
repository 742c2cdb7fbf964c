using Microsoft.Extensions.Primitives;

namespace SocketGateway.Gateway.Http;

/// <summary>
/// A compressed file is not the bytes that its strong ETag promises (RFC 9110 section 8.8.3.3): a client that went on with a range of it would get garbage. So what is
/// compressed gets the weak form, which asks for no range but is still good for 304.
/// </summary>
internal sealed class CompressedTags(RequestDelegate next)
{
    private const string Weak = "W/\"";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Request.Headers;
        var isKnown = TryStrengthen(headers.IfNoneMatch, out var known);

        // If-None-Match compares weakly (section 13.1.2), which the file middleware does not.
        if (isKnown) headers.IfNoneMatch = known;
        if (isKnown || headers.AcceptEncoding.Count > 0) http.Response.OnStarting(isKnown ? WeakenKnown : WeakenCompressed, http.Response);
        return next(http);
    }

    private static Task WeakenCompressed(object state)
    {
        var response = (HttpResponse)state;
        if (response.Headers.ContentEncoding.Count > 0) Weaken(response);
        return Task.CompletedTask;
    }

    private static Task WeakenKnown(object state)
    {
        var response = (HttpResponse)state;
        if (response.Headers.ContentEncoding.Count > 0 || response.StatusCode == StatusCodes.Status304NotModified)
        {
            Weaken(response);
            response.Headers.Vary = "Accept-Encoding";
        }

        return Task.CompletedTask;
    }

    private static void Weaken(HttpResponse response)
    {
        if (response.Headers.ETag is [['"', ..] tag]) response.Headers.ETag = "W/" + tag;
    }

    private static bool TryStrengthen(StringValues tags, out StringValues strong)
    {
        strong = default;
        var all = tags.ToString();
        if (!all.Contains(Weak, StringComparison.Ordinal)) return false;
        strong = all.Replace(Weak, "\"", StringComparison.Ordinal);
        return true;
    }
}
