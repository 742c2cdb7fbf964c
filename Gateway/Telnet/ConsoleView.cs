namespace SocketGateway.Gateway.Telnet;

/// <summary>What an operator looks at instead of a prompt, until a key is pressed; part of the session's state, so that another incarnation goes on with it.</summary>
/// <param name="Kind">What it is.</param>
internal sealed record ConsoleView(ConsoleView.Kinds Kind)
{
    internal enum Kinds
    {
        /// <summary>The connections, refreshed in place.</summary>
        Watch,

        /// <summary>The events of one connection.</summary>
        Trace,

        /// <summary>The rest of an answer that is longer than the window.</summary>
        More,
    }

    /// <summary>Which connections, or which connection.</summary>
    public string Target { get; init; } = "";

    /// <summary>The number of the last event that was shown.</summary>
    public long Seen { get; init; }

    /// <summary>Whether something was shown.</summary>
    public bool Begun { get; init; }

    /// <summary>Lines that are not shown yet, a LF behind each.</summary>
    public string Rest { get; init; } = "";
}
