using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.State;

/// <summary>What every connection of this process shares: bounds, policies, directory, log. Immutable, or thread-safe.</summary>
internal sealed class GatewayContext
{
    public GatewayContext() => Feeds = new ConnectionFeeds(Directory = new ConnectionDirectory());

    public LedgerLimits Limits { get; private init; } = new();

    /// <summary>The windows and bounds of each connection, in bytes.</summary>
    public (int InputWindow, int OutputWindow, int MaxCommit, int MaxState) Flow
    {
        init => Limits = new LedgerLimits { InputWindow = value.InputWindow, OutputWindow = value.OutputWindow, MaxCommit = value.MaxCommit, MaxState = value.MaxState };
    }

    public required FrozenDictionary<string, ServicePolicy> Services { get; init; }
    public required GatewayLoad Load { get; init; }

    /// <summary>Looks at the first bytes of connections; null where that cannot be done.</summary>
    public IPreludes? Preludes { get; init; }

    public ConnectionDirectory Directory { get; }
    public ConnectionFeeds Feeds { get; }
    public ConnectionIds Ids { get; } = new();
    public ListenerStates Listeners { get; } = new();

    /// <summary>This start of this node.</summary>
    public NodeId Self { get; init; } = new("local", BitConverter.ToUInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)));

    /// <summary>Where other nodes reach this one, <c>host:port</c>; <c>local</c> without a cluster.</summary>
    public string Address
    {
        get => Self.Address;
        init => Self = Self with { Address = value };
    }

    /// <summary>Where sessions can be placed: this process alone, without a cluster.</summary>
    public NodeTable Nodes { get; } = new();

    /// <summary>What the services of this node have to do.</summary>
    public ServiceLoads Loads { get; } = new();

    /// <summary>What this node says of itself beside its services.</summary>
    public NodeReport Node { get; init; } = new(Environment.MachineName, Environment.ProcessId, GatewayTelemetry.Version, "", 1, Leaving: false, Rebalance: false, 0, []);

    /// <summary>The operator's label of what this node runs, its share of sessions relative to others, and whether it asks for sessions when it has joined.</summary>
    public (string Label, int Weight, bool Rebalance) Part
    {
        init => Node = Node with { Label = value.Label, Weight = value.Weight, Rebalance = value.Rebalance };
    }

    /// <summary>This node stops: it is no place for sessions any more.</summary>
    public bool IsLeaving
    {
        get => Volatile.Read(ref _leaving);
        set => Volatile.Write(ref _leaving, value);
    }

    /// <summary>What other nodes hear of this one.</summary>
    public NodeReport Report() => Node with { Leaving = IsLeaving, UpSeconds = (MonotonicClock.Now - _began) / 1_000, Services = Loads.Report() };

    private readonly long _began = MonotonicClock.Now;
    private bool _leaving;

    public RepeatLimiter Repeats { get; init; } = new(TimeProvider.System);
    public required ILoggerFactory LoggerFactory
    {
        get;
        init
        {
            field = value;
            AccessLog = value.CreateLogger("SocketGateway.Access");
        }
    }

    /// <summary>One line for each connection that ended.</summary>
    public ILogger AccessLog { get; private init; } = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    /// <summary>Each step of a session of a traced connection is a span.</summary>
    public bool TraceSteps { get; init; }

    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The instant of <see cref="MonotonicClock"/> at which a gateway that closes resets what is left; <see cref="long.MaxValue"/> while it does not close.</summary>
    public long DrainsUntil
    {
        get => Volatile.Read(ref _drainsUntil);
        set => Interlocked.Exchange(ref _drainsUntil, value);
    }

    private long _drainsUntil = long.MaxValue;

    /// <summary>How many descriptors are open, and how many may be; null where that is not known.</summary>
    public Func<(long Used, long Limit)?> Descriptors { get; init; } = State.Descriptors.Usage;

    /// <summary>Poison capsules hold the input itself; else only its length.</summary>
    public bool CapsuleContent { get; init; }
}
