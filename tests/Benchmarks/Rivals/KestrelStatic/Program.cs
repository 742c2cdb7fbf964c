using System.Globalization;
using System.Net;
using SocketGateway.Benchmarks.Rivals.KestrelStatic;

// KestrelStatic PORT [PATH]
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var path = args.Length > 1 ? args[1] : "/whoami";
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
var app = builder.Build();
app.MapGet(path, WhoAmI.AnswerAsync);
await app.RunAsync();
