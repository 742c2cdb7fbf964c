namespace SocketGateway.Protocols.Contract;

/// <summary>How a session begins (rule 3 of the contract: New or Transferred until its service's first commit).</summary>
public enum StartKind
{
    /// <summary>Nothing has been committed by this service yet: the greeting step runs.</summary>
    New,

    /// <summary>An earlier incarnation has committed: the session goes on from its state.</summary>
    Resumed,

    /// <summary>Another service handed the connection over: the greeting step runs with the state that was handed.</summary>
    Transferred,
}
