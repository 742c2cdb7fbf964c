namespace SocketGateway.Protocols.Contract;

/// <summary>Why a session is not taken (rule 15): by a service, by the way to it, or because no node suits.</summary>
internal static class RefusalReasons
{
    /// <summary>The service has its <c>MaxSessions</c> there.</summary>
    public const string Full = "full";

    /// <summary>The service is being drained there.</summary>
    public const string Draining = "draining";

    /// <summary>The service there cannot read the session's state.</summary>
    public const string StateVersion = "state_version";

    /// <summary>No such service there.</summary>
    public const string Unknown = "unknown";

    /// <summary>The way to the node is gone.</summary>
    public const string LinkDown = "link_down";

    /// <summary>No node has the service.</summary>
    public const string NoNode = CloseReasons.NoNode;

    /// <summary>No node that has the service can read the session's state.</summary>
    public const string NoCompatibleService = CloseReasons.NoCompatibleService;

    /// <summary>What the connection is closed with when its hold time ends on this refusal.</summary>
    public static string CloseReasonOf(string? refusal) => refusal switch
    {
        NoNode => CloseReasons.NoNode,
        NoCompatibleService or StateVersion => CloseReasons.NoCompatibleService,
        _ => CloseReasons.HoldTimeout,
    };

    /// <summary>The same for metrics: whatever another node may say, there are only so many series.</summary>
    public static string Known(string refusal) =>
        refusal is Full or Draining or StateVersion or Unknown or LinkDown or NoNode or NoCompatibleService ? refusal : CloseReasons.Internal;
}
