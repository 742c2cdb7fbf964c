using System.Globalization;
using SocketGateway.Gateway.Hosting;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The words of the console that are about where connections are forwarded to.</summary>
internal sealed class DestinationCommands(IDestinations destinations, ILogger log)
{
    public IEnumerable<ConsoleCommand> All =>
    [
        new("destinations", "", "where connections are forwarded to, and how that is", (_, _, _) => ValueTask.FromResult(List())) { Scope = ConsoleScope.EveryGateway },
        new("drain destination", "SERVICE NAME [TIME]", "no further connections there; those it has go on, or end within TIME", (text, caller, _) => ValueTask.FromResult(Drain(text, caller)))
        {
            Scope = ConsoleScope.EveryGateway,
        },
        new("resume destination", "SERVICE NAME", "let it take connections again", (text, caller, _) => ValueTask.FromResult(Resume(text, caller))) { Scope = ConsoleScope.EveryGateway },
    ];

    private ConsoleAnswer List()
    {
        var rows = destinations.List().Select(d => (string[])
        [
            d.Service,
            d.Name,
            d.State + (d.EjectedForSeconds > 0 ? string.Create(CultureInfo.InvariantCulture, $" {d.EjectedForSeconds:0} s") : "") + (d.Backup ? ", backup" : ""),
            $"{d.Active}",
            $"{d.Total}",
            $"{d.Failures.Total}",
            string.Create(CultureInfo.InvariantCulture, $"{d.Weight:0.##}"),
            $"{d.Waiting}",
            d.Addresses,
        ]);
        return new ConsoleAnswer { Table = new TextTable(["SERVICE", "DESTINATION", "STATE", "ACTIVE", "TOTAL", "FAILED", "WEIGHT", "WAITING", "ADDRESSES"], [.. rows]) };
    }

    private ConsoleAnswer Drain(string text, ConsoleCaller caller)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var within = default(TimeSpan);
        if (words is not ([_, _] or [_, _, _]) || (words is [_, _, var time] && (!TimeSpan.TryParseExact(time, "c", CultureInfo.InvariantCulture, out within) || within < TimeSpan.Zero || !time.Contains(':', StringComparison.Ordinal))))
            return new ConsoleAnswer("Which service, which destination? drain destination SERVICE NAME [hh:mm:ss], as destinations shows it.");
        return Set(words[0], words[1], drain: true, words.Length > 2 ? within : null, caller);
    }

    private ConsoleAnswer Resume(string text, ConsoleCaller caller) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var service, var name]
        ? Set(service, name, drain: false, closeWithin: null, caller)
        : new ConsoleAnswer("Which service, which destination? resume destination SERVICE NAME, as destinations shows it.");

    private ConsoleAnswer Set(string service, string name, bool drain, TimeSpan? closeWithin, ConsoleCaller caller)
    {
        if (destinations.Set(service, name, drain, closeWithin) is not { } now) return new ConsoleAnswer($"Not done: no destination {name} of a service {service}.");
        var fate = closeWithin is { } time ? $"are closed within {time}" : "go on";
        TelnetLog.DestinationChanged(log, caller.Connection.Id.ToString(), caller.User, caller.Connection.Sockets.Peer, drain ? "drains" : "resumes", now.Name, now.Service, fate);
        return new ConsoleAnswer(drain ? $"{now.Name} of {now.Service} is {now.State}: it takes no further connections, those that it has {fate}" : $"{now.Name} of {now.Service} is {now.State}");
    }
}
