using System.CommandLine;
using SocketGateway.Benchmarks;
using SocketGateway.Benchmarks.Destination;
using SocketGateway.Benchmarks.Load;

var options = new BenchmarkOptions();
var root = new RootCommand("Measures the gateway against its rivals, side by side on this machine.");
foreach (var option in options.All)
    root.Options.Add(option);
root.SetAction(async (parsed, stop) =>
{
    try
    {
        options.Read(parsed);
        var command = $"dotnet run -c Release --project tests/Benchmarks -- {string.Join(' ', args)}".TrimEnd(' ', '-');
        return await Benchmark.RunAsync(options, command, stop);
    }
    catch (BenchmarkException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 1;
    }
});

var json = new Argument<string>("options");
var load = new Command("load", "The load client; this program runs itself with it.") { json };
load.Hidden = true;
load.SetAction((parsed, _) => LoadCommand.RunAsync(parsed.GetRequiredValue(json)));
root.Subcommands.Add(load);

var destination = new Command("destination", "What forwarders forward to; this program runs itself with it.") { json };
destination.Hidden = true;
destination.SetAction((parsed, stop) => Task.Run(() => DestinationCommand.Run(parsed.GetRequiredValue(json), stop)));
root.Subcommands.Add(destination);

return await root.Parse(args).InvokeAsync();
