namespace SocketGateway.Gateway.Hosting;

/// <summary>What became of suspending or resuming a listener.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Listener">The listener as it is now; null unless done.</param>
/// <param name="Why">Why it is not done; empty when it is.</param>
internal sealed record ListenerChange(ListenerChange.Outcomes Outcome, ListenerView? Listener, string Why)
{
    internal enum Outcomes
    {
        /// <summary>Done.</summary>
        Done,

        /// <summary>No listener has this name.</summary>
        Unknown,

        /// <summary>The port cannot be bound again.</summary>
        CannotBind,

        /// <summary>Not now.</summary>
        Unavailable,
    }
}
