using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Forwarding;

namespace SocketGateway.Gateway.Hosting;

/// <summary>
/// Reads the configuration once more while the gateway runs. The destinations of services that forward follow it; what else is new in it waits for a restart, and one with faults changes
/// nothing.
/// </summary>
internal sealed class ConfigurationReload(GatewayStart start, ForwardServices forwards, ILoggerFactory logs)
{
    /// <summary>Keys that one line of the log names; the count is of all.</summary>
    private const int MaxKeys = 20;

    private readonly Lock _gate = new();
    private readonly ILogger _log = logs.CreateLogger("SocketGateway.Host");
    private readonly Dictionary<string, string> _began = ValuesOf(start.Configuration);

    /// <summary>Reads it, and says in words what came of it.</summary>
    public string Look()
    {
        lock (_gate)
        {
            var (configuration, unreadable) = start.Reread();
            if (configuration is null) return Refuse([unreadable!]);
            var result = GatewayConfiguration.Read(configuration, start.Types);
            if (!result.IsValid) return Refuse(result.Faults);
            var updated = forwards.Update(result.Options);
            var others = OthersIn(ValuesOf(configuration));
            if (others.Count > 0) GatewayLog.NeedsRestart(_log, others.Count, string.Join(", ", others.Take(MaxKeys)));
            return $"the destinations of {(updated.Count == 0 ? "no service" : string.Join(", ", updated))} are new; {others.Count} other keys are, and need a restart";
        }
    }

    private static Dictionary<string, string> ValuesOf(IConfiguration configuration) => configuration.GetSection(GatewayOptions.Section).AsEnumerable()
        .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);

    private string Refuse(IReadOnlyList<ConfigurationFault> faults)
    {
        foreach (var fault in faults) GatewayLog.ReloadFault(_log, fault);
        return $"the configuration has {faults.Count} faults, and nothing of it is taken over";
    }

    /// <summary>The keys that have another value than at the start, or are there no more, but for those that are followed.</summary>
    private List<string> OthersIn(Dictionary<string, string> values) =>
    [
        .. _began.Keys.Union(values.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => !(values.TryGetValue(key, out var now) && _began.TryGetValue(key, out var then) && now == then) && !IsFollowed(key))
            .Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>SocketGateway:Services:NAME:Destinations:..., and CloseRemoved in its place.</summary>
    private bool IsFollowed(string key) =>
        key.Split(ConfigurationPath.KeyDelimiter) is [_, var section, var service, var what, ..]
        && section.Equals(nameof(GatewayOptions.Services), StringComparison.OrdinalIgnoreCase)
        && forwards.Find(service) is not null
        && (what.Equals(nameof(ForwardServiceOptions.Destinations), StringComparison.OrdinalIgnoreCase) || what.Equals(nameof(ForwardServiceOptions.CloseRemoved), StringComparison.OrdinalIgnoreCase));
}
