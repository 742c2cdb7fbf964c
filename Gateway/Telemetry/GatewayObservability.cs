using Microsoft.Extensions.Hosting.Systemd;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Http;

namespace SocketGateway.Gateway.Telemetry;

/// <summary>Where traces, metrics and log lines go. The sampler is the SDK's own affair (<c>OTEL_TRACES_SAMPLER</c>).</summary>
internal static class GatewayObservability
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var otlp = HasOtlp(configuration);
        services.AddSingleton<GatewayGauges>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(static resource => resource
            .AddService("socketgateway", serviceVersion: GatewayTelemetry.Version)
            .AddEnvironmentVariableDetector());
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(GatewayTelemetry.Name).AddPrometheusExporter();
            if (otlp) metrics.AddOtlpExporter();
        });
        services.ConfigureOpenTelemetryMeterProvider(static (provider, _) => provider.GetRequiredService<GatewayGauges>());
        telemetry.WithTracing(traces =>
        {
            if (otlp) traces.AddOtlpExporter();

            // The operator's own requests, such as a scrape every few seconds, are no traffic of the gateway.
            if (HasSpans(configuration) && (otlp || !IsSilent(configuration)))
                traces.AddAspNetCoreInstrumentation(http => http.Filter = request => request.Features.Get<IGatewayConnectionFeature>() is not null);
        });
        services.ConfigureOpenTelemetryTracerProvider((provider, traces) => AddTraces(provider, traces, configuration, otlp));
        LogDefaults.Add(services);
    }

    /// <summary>Whether spans are printed.</summary>
    public static bool PrintsTraces(ConsoleTraces wish, bool otlp, bool systemd) => wish == ConsoleTraces.On || (wish == ConsoleTraces.Auto && !otlp && !systemd);

    public static bool HasOtlp(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    /// <summary>Whether anybody is to be given spans. With this sampler the SDK would still make an activity for each connection, only to throw it away.</summary>
    public static bool HasSpans(IConfiguration configuration) =>
        !string.Equals(configuration["OTEL_TRACES_SAMPLER"], "always_off", StringComparison.OrdinalIgnoreCase);

    private static bool IsSilent(IConfiguration configuration) =>
        string.Equals(configuration[$"{GatewayOptions.Section}:Telemetry:Console"], nameof(ConsoleTraces.Off), StringComparison.OrdinalIgnoreCase);

    private static void AddTraces(IServiceProvider provider, TracerProviderBuilder traces, IConfiguration configuration, bool otlp)
    {
        var printed = PrintsTraces(provider.GetRequiredService<GatewayStart>().Options.Telemetry.Console, otlp, SystemdHelpers.IsSystemdService());
        if (!HasSpans(configuration) || (!printed && !otlp)) return;
        traces.AddSource(GatewayTelemetry.Name);
        if (!printed) return;

        // Actors must not wait for a slow terminal: a thread of its own prints, and what it cannot keep up with is dropped.
        var printer = new BatchActivityExportProcessor(
            new ConsoleActivityExporter(new ConsoleExporterOptions { Targets = ConsoleExporterOutputTargets.Console }), scheduledDelayMilliseconds: 200);
        traces.AddProcessor(new TraceConsole(printer, Console.Out, provider.GetRequiredService<TimeProvider>()));
    }
}
