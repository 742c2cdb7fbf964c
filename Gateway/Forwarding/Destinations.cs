using SocketGateway.Actors.State;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>Asks the pools.</summary>
internal sealed class Destinations(ForwardServices services) : IDestinations
{
    public IReadOnlyList<DestinationView> List() => [.. services.All.OrderBy(service => service.Name, StringComparer.Ordinal).SelectMany(List)];

    public DestinationView? Set(string service, string name, bool drain, TimeSpan? closeWithin) =>
        services.Find(service) is { } forward && forward.Drain(name, drain, closeWithin)
            ? List(forward).FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            : null;

    private static IEnumerable<DestinationView> List(ForwardService service)
    {
        var now = MonotonicClock.Now;
        var report = service.Pool.Report(now);
        return report.Destinations.Select(destination => View(service.Name, destination, report.Waiting, now));
    }

    private static DestinationView View(string service, DestinationReport report, int waiting, long now) =>
        new(service, report.Name, report.Addresses, DestinationStates.WordOf(report.State))
        {
            Backup = report.IsBackup,
            Active = report.Active,
            Total = report.Taken,
            Failures = FailuresOf(report.Failures, report.FailedStarts),
            Weight = report.Weight,
            Ejections = report.Ejections,
            EjectedForSeconds = report.EjectedUntil == 0 ? 0 : Math.Max(0, report.EjectedUntil - now) / 1000.0,
            Waiting = waiting,
        };

    private static DestinationView.FailuresView FailuresOf(ConnectFailureCounts counts, long failedStarts) =>
        new(counts.Refused, counts.TimedOut, counts.Reset, counts.Unreachable, counts.TlsFailed, counts.Other, failedStarts);
}
