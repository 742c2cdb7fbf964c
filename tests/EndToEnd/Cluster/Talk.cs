namespace SocketGateway.EndToEnd.Cluster;

/// <summary>How clients of the tally talk.</summary>
/// <param name="Pause">The longest between two messages.</param>
/// <param name="Lines">The most lines in one message.</param>
/// <param name="SlowOneIn">One line in so many takes the session 150 ms, so that there is something to be caught at; 0: none.</param>
internal sealed record Talk(TimeSpan Pause, int Lines = 1, int SlowOneIn = 0);
