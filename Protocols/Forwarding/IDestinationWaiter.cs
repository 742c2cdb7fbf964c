namespace SocketGateway.Protocols.Forwarding;

/// <summary>A connection that waits for a destination.</summary>
public interface IDestinationWaiter
{
    /// <summary>
    /// Called once, by any thread and perhaps before <see cref="DestinationPool.TryWait"/> returns, when there may be a destination. What is free is kept for it until it calls
    /// <see cref="DestinationPool.Take"/> with itself, or <see cref="DestinationPool.StopWaiting"/>: one of them must follow. Must neither block nor throw.
    /// </summary>
    void Ready();
}
