using System.IO.Compression;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Http;

/// <summary>Files by ASP.NET Core's own middlewares: validators, conditions, ranges, compression, index.html; and 405 where they would say 404.</summary>
internal static class StaticSite
{
    /// <summary>Beside those that ASP.NET Core compresses by itself.</summary>
    private static readonly string[] AlsoCompressed = ["image/svg+xml", "application/manifest+json", "text/markdown", "text/csv"];

    /// <summary>For every request that has no endpoint.</summary>
    public static void Use(IApplicationBuilder app, IFileProvider files, StaticSiteOptions settings) =>
        app.UseWhen(static http => http.GetEndpoint() is null, site => UseFiles(site, files, settings));

    private static void UseFiles(IApplicationBuilder app, IFileProvider files, StaticSiteOptions settings)
    {
        app.Use(next => http => IsRead(http) ? next(http) : RefuseAsync(http, files));
        app.Use(next => new CompressedTags(next).InvokeAsync);
        app.UseMiddleware<ResponseCompressionMiddleware>(Compression(app.ApplicationServices, settings.CompressionUnderTls));
        var options = new FileServerOptions { FileProvider = files, EnableDirectoryBrowsing = settings.DirectoryBrowsing };
        options.StaticFileOptions.ServeUnknownFileTypes = true;
        options.StaticFileOptions.DefaultContentType = "application/octet-stream";

        // The file middleware would overrule the provider below.
        options.StaticFileOptions.HttpsCompression = settings.CompressionUnderTls ? HttpsCompressionMode.Compress : HttpsCompressionMode.DoNotCompress;
        options.StaticFileOptions.OnPrepareResponse = static file => file.Context.Response.Headers.XContentTypeOptions = "nosniff";
        options.DirectoryBrowserOptions.Formatter = new HtmlDirectoryFormatter(HtmlEncoder.Default);
        app.UseFileServer(options);
    }

    private static bool IsRead(HttpContext http) => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);

    /// <summary>Nothing here can be written to; what is there says what can be done with it (RFC 9110 section 15.5.6).</summary>
    private static Task RefuseAsync(HttpContext http, IFileProvider files)
    {
        var path = http.Request.Path.Value ?? "";
        var exists = files.GetFileInfo(path).Exists || files.GetDirectoryContents(path).Exists;
        if (exists) http.Response.Headers.Allow = "GET, HEAD";
        http.Response.StatusCode = exists ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>A provider of its own, which leaves the options of an application beside it alone.</summary>
    private static ResponseCompressionProvider Compression(IServiceProvider services, bool underTls)
    {
        var options = new ResponseCompressionOptions { EnableForHttps = underTls, MimeTypes = ResponseCompressionDefaults.MimeTypes.Concat(AlsoCompressed) };
        options.Providers.Add(new BrotliCompressionProvider(Options.Create(new BrotliCompressionProviderOptions { Level = CompressionLevel.Fastest })));
        options.Providers.Add(new GzipCompressionProvider(Options.Create(new GzipCompressionProviderOptions { Level = CompressionLevel.Fastest })));
        return new ResponseCompressionProvider(services, Options.Create(options));
    }
}
