namespace SocketGateway.Actors.Relay;

/// <summary>A connection at a destination, which may have to leave it. Thread-safe; nothing here waits.</summary>
internal interface IForwarded
{
    /// <summary>Nothing is under way: it may be closed without cutting anything short.</summary>
    bool IsIdle { get; }

    /// <summary>End it in an orderly way, soon.</summary>
    void Finish(string reason);

    /// <summary>End it with an error, now: something is under way, and must not look whole.</summary>
    void Abort(string reason);
}
