namespace SocketGateway.Protocols.Contract;

/// <summary>A timer that runs: the commit that set it, and the time left. Messages carry durations, never instants (rule 11).</summary>
internal readonly record struct TimerSnapshot(string Name, long Generation, TimeSpan Left);
