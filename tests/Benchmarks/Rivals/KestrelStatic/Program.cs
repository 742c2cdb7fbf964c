using System.Globalization;
using System.Net;
using SocketGateway.Gateway.Http;

// KestrelStatic PORT [PATH]
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var path = args.Length > 1 ? args[1] : "/whoami";
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, port);
});
var app = builder.Build();
app.MapGet(path, http =>
{
    // The answer of the gateway's own HTTP service, in code and size; Kestrel's ids have as many characters.
    var c = http.Connection;
    return new WhoAmI(c.Id, $"{c.RemoteIpAddress}:{c.RemotePort} <-> {c.LocalIpAddress}:{c.LocalPort}", "http", "site").WriteAsync(http.Response);
});
await app.RunAsync();
