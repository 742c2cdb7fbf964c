using System.Net.Sockets;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Gateway.Admin;
using SocketGateway.Gateway.Certificates;
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
    CertificateStore certificates,
    AdminListenerFactory admin,
    ConfigurationReload configuration,
    IRequiredActor<GatewaySupervisor> supervisor,
    ILoggerFactory logs,
    ISystemdNotifier? systemd = null)
{
    private readonly ILogger _log = logs.CreateLogger("SocketGateway.Host");

    private static readonly TimeSpan BindPatience = TimeSpan.FromSeconds(30);

    /// <summary>What leaving the cluster may take; others find out by themselves too.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(5);

    private bool HasLogins => start.Options.EnabledListeners().SelectMany(listener => listener.Value.Services).Any(service => start.Types.Find(start.Options.Services[service].Type)!.HasLogins);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var ports = PortProbe.Check(start.Options);
        if (ports.Faults.Count > 0) return await ReportAsync(ports.Faults);
        foreach (var warning in start.Warnings.Concat(ResourceBudget.For(start.Options).Warnings)) GatewayLog.Warning(_log, warning);
        using var signals = new SignalHandler(Reload);
        if (start.Options.Admin.EndPoints.Any()) app.Urls.Clear();
        foreach (var url in start.Options.Admin.EndPoints) app.Urls.Add(url.GetLeftPart(UriPartial.Authority));

        await app.StartAsync(cancellationToken);
        var actor = await supervisor.GetAsync(cancellationToken);
        var cluster = start.Options.Cluster.Enabled ? app.Services.GetRequiredService<ClusterSystem>() : null;
        if (cluster is not null && await StartAsync(cluster) is { } fault) return await ReportAsync([fault]);
        var started = await actor.Ask<GatewayProtocol.Started>(GatewayProtocol.Start.Instance, BindPatience, cancellationToken);
        if (started.Faults.Count > 0)
        {
            if (cluster is not null) await cluster.StopAsync(LeavePatience);
            await app.StopAsync(CancellationToken.None);
            return await ReportAsync(started.Faults.Select(f => new ConfigurationFault(
                $"{GatewayOptions.Section}:Listeners:{f.Listener}:Port", $"{f.Local} cannot be bound: {f.Error}.")));
        }

        status.Bound = started.Bound;
        status.Ready = true;
        await PrintAsync();
        if (ports.Shared.Count > 0) GatewayLog.TakesOver(_log, string.Join(", ", ports.Shared));
        systemd?.Notify(ServiceState.Ready);
        var why = await WaitAsync(signals, cancellationToken);
        systemd?.Notify(ServiceState.Stopping);
        await StopAsync(actor, cluster, why);
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
        if (start.Options.Admin.Url is not null) await Console.Out.WriteLineAsync($"Health, metrics and connections: {app.Urls.First()}/{(admin.IsWaiting ? " once the process that answers there is stopped" : "")}");
        if (users.GeneratedPassword is { } password && HasLogins) await Console.Out.WriteLineAsync($"Log in as operator with the password {password}");
        if (start.Options.Cluster.Enabled) await Console.Out.WriteLineAsync(StartTable.NodeLine(start.Options.Cluster, gateway.Address));
        if (!SystemdHelpers.IsSystemdService()) await Console.Out.WriteLineAsync("Ctrl-C stops: new clients are refused, open connections may end; pressed again, it ends at once");
        await Console.Out.FlushAsync(CancellationToken.None);
    }

    /// <summary>The services are there already: what comes over the first link finds them.</summary>
    private async Task<ConfigurationFault?> StartAsync(ClusterSystem cluster)
    {
        try
        {
            cluster.Start();
            return null;
        }
        catch (Exception error) when (error is SocketException or ActorInitializationException or Akka.Remote.RemoteTransportException)
        {
            await app.StopAsync(CancellationToken.None);
            return new ConfigurationFault($"{GatewayOptions.Section}:Cluster:Port", $"{gateway.Address} cannot be bound: {error.Message}");
        }
    }

    private async Task StopAsync(IActorRef actor, ClusterSystem? cluster, string why)
    {
        var drain = start.Options.Drain;
        (status.Ready, status.Stopping) = (false, true);
        GatewayLog.Stopping(_log, why, gateway.Directory.Count, drain.Deadline);

        await admin.ReleaseAsync();

        // Whoever balances between gateways needs time to see that this one is not ready; on loopback there is nobody.
        if (drain.ReadyDelay > TimeSpan.Zero && Exposure.IsExposed(start.Options)) await Task.Delay(drain.ReadyDelay);
        var patience = drain.Deadline + TimeSpan.FromSeconds(30);
        gateway.IsLeaving = true;
        if (cluster is not null) await MoveSessionsAsync(actor, drain.Deadline);
        var drained = await actor.Ask<GatewayProtocol.Drained>(new GatewayProtocol.Drain(drain.Deadline, drain.CloseSpread), patience);
        if (cluster is not null) await cluster.StopAsync(LeavePatience);
        await app.StopAsync(CancellationToken.None);
        GatewayLog.Stopped(_log, drained.Reset);
    }

    /// <summary>Sessions of other nodes' connections go to other nodes; those of this node's own connections end with them.</summary>
    private async Task MoveSessionsAsync(IActorRef actor, TimeSpan deadline)
    {
        actor.Tell(new ServiceProtocol.Drain("", Draining: true));
        using var patience = new CancellationTokenSource(deadline);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (gateway.Loads.Foreign > 0) await look.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            GatewayLog.SessionsLeft(_log, gateway.Loads.Foreign);
        }
    }

    /// <summary>On a thread of the signal's, where nothing may escape.</summary>
    private void Reload()
    {
        try
        {
            GatewayLog.Reload(_log, $"{certificates.Look(now: true)}; {configuration.Look()}");
        }
        catch (Exception error)
        {
            GatewayLog.ReloadFailed(_log, error);
        }
    }
}
