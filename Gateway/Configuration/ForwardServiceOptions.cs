using SocketGateway.Actors.Relay;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Forward: where its connections go, and what happens when they cannot.</summary>
internal sealed record ForwardServiceOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <summary>How a destination is chosen. Default PowerOfTwoChoices.</summary>
    public LoadBalancingPolicy LoadBalancingPolicy { get; init; } = LoadBalancingPolicy.PowerOfTwoChoices;

    /// <summary>What a policy that hashes goes by. Default ClientAddress.</summary>
    public ForwardHash HashBy { get; init; } = ForwardHash.ClientAddress;

    /// <summary>The destinations by name; at least one.</summary>
    public IReadOnlyDictionary<string, DestinationOptions> Destinations { get; init; } = new Dictionary<string, DestinationOptions>();

    /// <summary>What a destination may take to answer. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many further destinations are tried when one does not answer. Default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long a client waits while no destination is up, or all have as many connections as they may. Default 10 s; 0 does not wait.</summary>
    public TimeSpan HoldTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many clients may wait at once. Default 1024; those above it are treated as those that waited too long.</summary>
    public int MaxPending { get; init; } = 1024;

    /// <summary>What a client is told that waited too long, before it is closed. Default null: it is reset.</summary>
    public RawText? Banner { get; init; }

    /// <summary>How long the other side may be silent once one has ended. Default 5 min.</summary>
    public TimeSpan HalfCloseTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time in which a destination that comes up gets from a tenth of its share to all of it. Default 0: at once.</summary>
    public TimeSpan SlowStart { get; init; } = TimeSpan.Zero;

    /// <summary>How often names of destinations are looked up. Default 30 s.</summary>
    public TimeSpan ResolveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How it is found out that a destination is down.</summary>
    public HealthCheckOptions HealthCheck { get; init; } = new();

    /// <summary>Whether destinations are told who the client is, by HAProxy's PROXY protocol. Default Off.</summary>
    public ProxyProtocolVersion ProxyProtocol { get; init; } = ProxyProtocolVersion.Off;

    /// <summary>TLS with the destinations. Default null: clear text.</summary>
    public DestinationTlsOptions? Tls { get; init; }

    /// <summary>The time in which the connections to a destination that a new configuration leaves out are closed. Default null: they go on.</summary>
    public TimeSpan? CloseRemoved { get; init; }

    /// <summary>The faults of these values.</summary>
    public static IEnumerable<ConfigurationFault> Validate(ForwardServiceOptions options)
    {
        if (options.Destinations.Count == 0) yield return new(nameof(Destinations), "needs at least one destination");
        foreach (var (name, destination) in options.Destinations)
        {
            var key = $"{nameof(Destinations)}:{name}";
            if (!GatewayValidator.IsName(name)) yield return new(key, GatewayValidator.NameRule);
            if (!DestinationAddress.TryParse(destination.Address, out _)) yield return new($"{key}:{nameof(destination.Address)}", "must be host:port, with an IPv6 address in brackets");
            if (destination.Weight is < 0 or > DestinationOptions.MaxWeight) yield return new($"{key}:{nameof(destination.Weight)}", $"must be from 0 (no new connections) to {DestinationOptions.MaxWeight}");
            if (destination.MaxConnections < 1) yield return new($"{key}:{nameof(destination.MaxConnections)}", "must be at least 1; null sets no limit");
        }

        if (options is { HashBy: ForwardHash.Sni, LoadBalancingPolicy: not LoadBalancingPolicy.ConsistentHash })
            yield return new(nameof(HashBy), "needs the LoadBalancingPolicy ConsistentHash");
        if (options.Retries < 0) yield return new(nameof(Retries), "must not be negative");
        if (options.MaxPending < 0) yield return new(nameof(MaxPending), "must not be negative");
        foreach (var (key, time, least) in new[]
        {
            (nameof(ConnectTimeout), options.ConnectTimeout, TimeSpan.FromTicks(1)),
            (nameof(HalfCloseTimeout), options.HalfCloseTimeout, TimeSpan.FromTicks(1)),
            (nameof(ResolveInterval), options.ResolveInterval, TimeSpan.FromSeconds(1)),
            (nameof(HoldTimeout), options.HoldTimeout, TimeSpan.Zero),
            (nameof(SlowStart), options.SlowStart, TimeSpan.Zero),
        })
        {
            if (time < least || time > Longest) yield return new(key, least > TimeSpan.Zero ? $"must be at least {least} and at most 49 days" : "must be from 0 to 49 days");
        }

        if (options.CloseRemoved is { } spread && (spread < TimeSpan.Zero || spread > Longest)) yield return new(nameof(CloseRemoved), "must be from 0 to 49 days; null lets them go on");
        foreach (var fault in options.Tls?.Validate() ?? []) yield return fault with { Key = $"{nameof(Tls)}:{fault.Key}" };
        foreach (var fault in options.HealthCheck.Validate()) yield return fault with { Key = $"{nameof(HealthCheck)}:{fault.Key}" };
    }
}
