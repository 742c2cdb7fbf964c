using SocketGateway.Actors.State;

namespace SocketGateway.Gateway.Configuration;

/// <summary>What the process can really carry: the configured limits, lowered to its descriptors and memory.</summary>
/// <param name="MaxConnections">Open connections of all listeners.</param>
/// <param name="MaxBufferedBytes">Bytes that all connections may buffer together.</param>
/// <param name="Warnings">What was lowered, and why.</param>
internal sealed record ResourceBudget(int MaxConnections, long MaxBufferedBytes, IReadOnlyList<string> Warnings)
{
    /// <summary>Descriptors that are not for connections: some 300 of the runtime's, which keeps one for each loaded assembly, listeners, files, FTP data.</summary>
    public const int ReservedDescriptors = 1024;

    /// <summary>What an idle connection holds, in bytes: its read buffer, its actors, its session.</summary>
    public const int BytesPerIdleConnection = 16 * 1024;

    /// <summary>The budget of this process.</summary>
    public static ResourceBudget For(GatewayOptions options) =>
        For(options, Descriptors.Limit(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>The budget with that many descriptors (null: no limit) and bytes of memory.</summary>
    public static ResourceBudget For(GatewayOptions options, long? descriptors, long memory)
    {
        var warnings = new List<string>();
        var wanted = options.Limits.MaxConnections;
        var most = (long)wanted;
        var each = DescriptorsPerConnection(options);
        if (descriptors is { } limit && (limit - ReservedDescriptors) / each < most)
        {
            most = Math.Max(1, (limit - ReservedDescriptors) / each);
            warnings.Add(
                $"Limits:MaxConnections is lowered from {wanted} to {most}: the process may open {limit} descriptors (RLIMIT_NOFILE), "
                + $"{ReservedDescriptors} are reserved{(each > 1 ? $", a connection of a service of type Forward takes {each}" : "")}.");
        }
        // A quarter is for buffers, a quarter is left to everything else.
        var forIdle = memory / 2 / BytesPerIdleConnection;
        if (forIdle < most)
        {
            most = Math.Max(1, forIdle);
            warnings.Add($"Limits:MaxConnections is lowered from {wanted} to {most}: .NET may use {memory} bytes of memory.");
        }
        var buffered = options.Flow.MaxBufferedBytes ?? Math.Max(memory / 4, options.Flow.MaxPerConnection);
        if (buffered > memory)
        {
            warnings.Add($"Flow:MaxBufferedBytes is lowered from {buffered} to {memory}: .NET may use no more.");
            buffered = memory;
        }
        return new ResourceBudget((int)most, buffered, warnings);
    }

    /// <summary>A forwarded connection has its destination's socket as well. What else a connection may open is within the reserve, and watched while it is served.</summary>
    private static int DescriptorsPerConnection(GatewayOptions options) =>
        options.EnabledListeners().SelectMany(l => l.Value.Services).Any(s => options.Services.TryGetValue(s, out var service) && service.Settings is ForwardServiceOptions) ? 2 : 1;
}
