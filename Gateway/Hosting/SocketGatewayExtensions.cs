using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting.Systemd;
using SocketGateway.Actors.Relay;
using SocketGateway.Gateway.Admin;
using SocketGateway.Gateway.Certificates;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Forwarding;
using SocketGateway.Gateway.Ftp;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Http;
using SocketGateway.Gateway.Logins;
using SocketGateway.Gateway.Pty;
using SocketGateway.Gateway.Telemetry;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway;

/// <summary>Puts a gateway into an ASP.NET Core program: <c>builder.AddSocketGateway().AddService&lt;MySession&gt;("Mine")</c>, then <c>RunSocketGatewayAsync</c>.</summary>
public static class SocketGatewayExtensions
{
    /// <summary>Adds a gateway that is configured by the section <c>SocketGateway</c>.</summary>
    public static SocketGatewayBuilder AddSocketGateway(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var types = new ServiceTypeCatalog();
        builder.Services.TryAddSingleton<IServiceTypeCatalog>(types);
        builder.Services.TryAddSingleton<GatewaySettings>();
        builder.Services.TryAddSingleton(provider => provider.GetRequiredService<GatewaySettings>().Start);
        return AddCore(builder, types);
    }

    /// <summary>
    /// Checks the configuration, binds every port or none, serves until a signal, drains, and ends. Prints the table of listeners at start, and every fault if there are some.
    /// </summary>
    /// <returns>The program's exit code: 0 done, 1 a failure while running, 2 bad configuration or a port that cannot be bound.</returns>
    public static async Task<int> RunSocketGatewayAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        var faults = app.Services.GetService<GatewaySettings>()?.Faults ?? [];
        foreach (var fault in faults) await Console.Error.WriteLineAsync($"error: {fault}");
        if (faults.Count > 0) return ExitCode.BadConfiguration;
        app.MapSocketGatewayAdmin();
        return await ActivatorUtilities.CreateInstance<GatewayLifecycle>(app.Services, app).RunAsync(cancellationToken);
    }

    internal static SocketGatewayBuilder AddCore(WebApplicationBuilder builder, ServiceTypeCatalog types)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayStatus>();
        services.TryAddSingleton(provider => UserDirectory.For(provider.GetRequiredService<GatewayStart>().Options));
        services.TryAddSingleton<LoginGuard>();
        services.TryAddSingleton(CertificateStore.Create);
        services.AddHostedService<CertificateWatch>();
        services.TryAddSingleton<IConnections, Connections>();
        services.TryAddSingleton<IConnectionEvents, ConnectionEvents>();
        services.TryAddSingleton<IListeners, Listeners>();
        services.TryAddSingleton(ClusterHosting.Create);
        services.TryAddSingleton<INodes>(static provider => HasCluster(provider) ? Create<ClusterNodes>(provider) : Create<SingleNode>(provider));
        services.TryAddSingleton(static provider => HasCluster(provider) ? Create<ConsoleCommands>(provider, Create<ClusterConsole>(provider)) : Create<ConsoleCommands>(provider));
        services.TryAddSingleton<ClusterAnswers>();
        services.TryAddSingleton<FtpLogins>();
        services.AddHostedService<FtpRoots>();
        services.AddHostedService<FtpStaleUploads>();
        services.AddSingleton<ForwardServices>();
        services.AddHostedService(provider => provider.GetRequiredService<ForwardServices>());
        services.TryAddSingleton<IDestinations, Destinations>();
        services.AddSingleton<ConfigurationReload>();
        services.AddSingleton(static _ => new Relay(Relay.DefaultLoops));
        services.AddRouting();
        services.AddSingleton(BundledSite.Application);
        services.AddSingleton<HttpServiceHosts>();
        services.AddHostedService(provider => provider.GetRequiredService<HttpServiceHosts>());
        services.AddSingleton<ProgramRegistry>();
        services.AddHostedService(provider => provider.GetRequiredService<ProgramRegistry>());
        services.AddSystemd();
        services.TryAddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.RemoveAll<IHostLifetime>();
        services.AddSingleton<IHostLifetime, ManualLifetime>();
        UseNoServerWithoutAdmin(services);
        GatewayActors.Add(services);
        GatewayObservability.Add(services, builder.Configuration);
        GatewayAdmin.Add(services);
        return new SocketGatewayBuilder(services, types);
    }

    private static bool HasCluster(IServiceProvider provider) => provider.GetRequiredService<GatewayStart>().Options.Cluster.Enabled;

    private static T Create<T>(IServiceProvider provider, params object[] given) => ActivatorUtilities.CreateInstance<T>(provider, given);

    /// <summary>Kestrel without an address would take its default one.</summary>
    private static void UseNoServerWithoutAdmin(IServiceCollection services)
    {
        if (services.LastOrDefault(s => s.ServiceType == typeof(IServer)) is not { ImplementationType: { } kestrel }) return;
        services.AddSingleton<IServer>(provider => HasAdmin(provider) ? (IServer)ActivatorUtilities.CreateInstance(provider, kestrel) : new NoServer());
    }

    /// <summary>Building the application asks for its server: too early to complain of a configuration that has faults.</summary>
    private static bool HasAdmin(IServiceProvider provider) =>
        provider.GetService<GatewaySettings>() is not { Faults.Count: > 0 } && provider.GetRequiredService<GatewayStart>().Options.Admin.EndPoints.Any();
}
