using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace SocketGateway.Gateway.Telemetry;

/// <summary>How the log looks while nothing else is configured: the gateway's own lines, each on one line. The section <c>Logging</c> has the last word.</summary>
internal static class LogDefaults
{
    private const string FormatterKey = "Logging:Console:FormatterName";

    public static void Add(IServiceCollection services)
    {
        // In front of the configuration's rules, which win because they come later.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<LoggerFilterOptions>>(new ConfigureOptions<LoggerFilterOptions>(static filter => filter
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Akka", LogLevel.Warning)

            // It warns at each probe while the gateway starts or stops.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None))));
        services.AddSingleton<ConsoleFormatter, LineFormatter>();
        services.PostConfigure<JsonConsoleFormatterOptions>(static json => json.TimestampFormat ??= "O");
        services.AddOptions<ConsoleLoggerOptions>().PostConfigure<IConfiguration>(static (console, configuration) =>
        {
            // What the host has chosen by itself stays only where systemd wants it.
            if (configuration[FormatterKey] is { Length: > 0 } chosen) console.FormatterName = chosen;
            else if (console.FormatterName is null or ConsoleFormatterNames.Simple) console.FormatterName = LineFormatter.FormatterName;
        });
    }
}
