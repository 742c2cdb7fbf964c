using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Hosting;

/// <summary>From the first port to the last connection: binds all or nothing, serves, drains on a signal.</summary>
internal sealed class GatewayLifecycle(
    WebApplication app,
    GatewayStart start,
    GatewayStatus status,
    GatewayContext gateway,
    UserDirectory users,
    IRequiredActor<GatewaySupervisor> supervisor,
    ILoggerFactory logs,
    ISystemdNotifier? systemd = null)
{
    private readonly ILogger _log = logs.CreateLogger("SocketGateway.Host");

    private static readonly TimeSpan BindPatience = TimeSpan.FromSeconds(30);

    private bool HasLogins => start.Options.EnabledListeners().Any(listener => start.Types.Find(start.Options.Services[listener.Value.Service].Type)!.HasLogins);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var faults = PortProbe.Check(start.Options);
        if (faults.Count > 0) return await ReportAsync(faults);
        foreach (var warning in start.Warnings.Concat(ResourceBudget.For(start.Options).Warnings)) GatewayLog.Warning(_log, warning);
        using var signals = new SignalHandler(Reload);
        if (start.Options.Admin.EndPoints.Any()) app.Urls.Clear();
        foreach (var url in start.Options.Admin.EndPoints) app.Urls.Add(url.GetLeftPart(UriPartial.Authority));

        await app.StartAsync(cancellationToken);
        var actor = await supervisor.GetAsync(cancellationToken);
        var started = await actor.Ask<GatewayProtocol.Started>(GatewayProtocol.Start.Instance, BindPatience, cancellationToken);
        if (started.Faults.Count > 0)
        {
            await app.StopAsync(CancellationToken.None);
            return await ReportAsync(started.Faults.Select(f => new ConfigurationFault(
                $"{GatewayOptions.Section}:Listeners:{f.Listener}:Port", $"{f.Local} cannot be bound: {f.Error}.")));
        }

        status.Bound = started.Bound;
        status.Ready = true;
        await PrintAsync();
        systemd?.Notify(ServiceState.Ready);
        var why = await WaitAsync(signals, cancellationToken);
        systemd?.Notify(ServiceState.Stopping);
        await StopAsync(actor, why);
        return ExitCode.Done;
    }

    private static async Task<string> WaitAsync(SignalHandler signals, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => cancelled.TrySetResult("cancelled"));
        return await await Task.WhenAny(signals.StopRequested, cancelled.Task);
    }

    private static async Task<int> ReportAsync(IEnumerable<ConfigurationFault> faults)
    {
        foreach (var fault in faults) await Console.Error.WriteLineAsync($"error: {fault}");
        return ExitCode.BadConfiguration;
    }

    private async Task PrintAsync()
    {
        StartTable.Write(Console.Out, StartTable.Rows(start.Options, start.Types, users.Names, status.Bound), Console.IsOutputRedirected);
        await Console.Out.WriteLineAsync();

        // Where it really is: port 0 is the system's choice.
        if (start.Options.Admin.Url is not null) await Console.Out.WriteLineAsync($"Health, metrics and connections: {app.Urls.First()}/");
        if (users.GeneratedPassword is { } password && HasLogins) await Console.Out.WriteLineAsync($"Log in as operator with the password {password}");
        if (!SystemdHelpers.IsSystemdService()) await Console.Out.WriteLineAsync("Ctrl-C stops: new clients are refused, open connections may end; pressed again, it ends at once");
        await Console.Out.FlushAsync(CancellationToken.None);
    }

    private async Task StopAsync(IActorRef actor, string why)
    {
        var drain = start.Options.Drain;
        status.Ready = false;
        GatewayLog.Stopping(_log, why, gateway.Directory.Count, drain.Deadline);

        // Whoever balances between gateways needs time to see that this one is not ready; on loopback there is nobody.
        if (drain.ReadyDelay > TimeSpan.Zero && Exposure.IsExposed(start.Options)) await Task.Delay(drain.ReadyDelay);
        var patience = drain.Deadline + TimeSpan.FromSeconds(30);
        var drained = await actor.Ask<GatewayProtocol.Drained>(new GatewayProtocol.Drain(drain.Deadline, drain.CloseSpread), patience);
        await app.StopAsync(CancellationToken.None);
        GatewayLog.Stopped(_log, drained.Reset);
    }

    private void Reload() => GatewayLog.Reload(_log, "nothing of this version's settings can be changed while it runs");
}
