using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using SocketGateway.Benchmarks.Rivals.KestrelEcho;

// KestrelEcho PORT
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
    kestrel.Listen(IPAddress.Loopback, port, listener => listener.UseConnectionHandler<EchoHandler>()));
await builder.Build().RunAsync();
