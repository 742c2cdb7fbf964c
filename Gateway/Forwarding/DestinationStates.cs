using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>Says in the log what becomes of the destinations of one service, each change once. Being full is none: it comes and goes with the clients. Not thread-safe.</summary>
internal sealed class DestinationStates(string service, ILogger log)
{
    private Dictionary<string, (DestinationState State, long Ejections)> _known = [];

    /// <summary>Compares with the report before.</summary>
    public void Look(PoolReport report, long now)
    {
        var known = new Dictionary<string, (DestinationState State, long Ejections)>();
        foreach (var destination in report.Destinations)
        {
            var (was, ejections) = _known.GetValueOrDefault(destination.Name, (DestinationState.Up, 0));
            var state = destination.State == DestinationState.Full ? DestinationState.Up : destination.State;

            // An ejection may be over before anybody looks.
            var isEjected = destination.Ejections > ejections;
            if (isEjected) ForwardingLog.Ejected(log, service, destination.Name, TimeSpan.FromMilliseconds(Math.Max(0, destination.EjectedUntil - now)));
            if (state != DestinationState.Ejected && (state != was || isEjected)) Say(destination.Name, state);
            known[destination.Name] = (state, destination.Ejections);
        }

        _known = known;
    }

    private void Say(string destination, DestinationState state)
    {
        if (state is DestinationState.Down or DestinationState.Unresolved) ForwardingLog.IsAway(log, service, destination, WordOf(state));
        else ForwardingLog.IsNow(log, service, destination, WordOf(state));
    }

    /// <summary>As operators read it.</summary>
    public static string WordOf(DestinationState state) => state.ToString().ToLowerInvariant();
}
