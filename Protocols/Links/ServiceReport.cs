namespace SocketGateway.Protocols.Links;

/// <summary>One service on one node, as that node sees it.</summary>
/// <param name="Service">The configured name.</param>
/// <param name="Sessions">Sessions there at the moment.</param>
/// <param name="MaxSessions">How many it takes; 0: no limit.</param>
/// <param name="Draining">It takes no further sessions.</param>
/// <param name="StateType">The type of state that its sessions keep; empty when they keep none.</param>
/// <param name="ReadsFrom">The oldest version of that state it can read.</param>
/// <param name="ReadsTo">The newest, and the one it writes.</param>
internal sealed record ServiceReport(string Service, int Sessions, int MaxSessions, bool Draining, string StateType, int ReadsFrom, int ReadsTo);
