namespace SocketGateway.Gateway.Telnet;

/// <summary>Which nodes of a cluster know the answer to a command.</summary>
internal enum ConsoleScope
{
    /// <summary>The one where the operator's session runs.</summary>
    Session,

    /// <summary>Any gateway.</summary>
    AnyGateway,

    /// <summary>Each gateway its own part.</summary>
    EveryGateway,

    /// <summary>As <see cref="EveryGateway"/>, but only for a session on the gateway itself: what is shown live is not passed on.</summary>
    Live,
}
