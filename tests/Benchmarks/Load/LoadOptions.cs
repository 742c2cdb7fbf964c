namespace SocketGateway.Benchmarks.Load;

/// <summary>One run of the load client; travels to its process as JSON.</summary>
/// <param name="Workload">What to do.</param>
/// <param name="Port">The server's port on 127.0.0.1.</param>
/// <param name="ServerPids">Whose CPU time is read at both ends of the measured time.</param>
/// <param name="DestinationPids">What the server forwards to, whose CPU time is read apart; none where it answers by itself.</param>
/// <param name="Connections">Connections kept open, or for <see cref="Workload.Connect"/> opened at the same time.</param>
/// <param name="UnderWay">For <see cref="Workload.Turns"/>: on how many of them a message is under way at any time.</param>
/// <param name="ClosesByReset">Whether connections end by reset, which leaves no TIME_WAIT, or as clients end them.</param>
/// <param name="Tls">Whether they are under TLS.</param>
/// <param name="Size">Bytes of a message, of a bulk transfer, or of a file.</param>
/// <param name="Path">Path of a GET.</param>
/// <param name="OpenSeconds">The time within which all must be open where that comes first.</param>
/// <param name="Seconds">Measured time.</param>
/// <param name="RampSeconds">Load before the measured time, not counted.</param>
/// <param name="Folder">What an FTP server serves, to make room for a file and to look at it.</param>
/// <param name="Threads">Threads, each with its own epoll and its share of the connections.</param>
internal sealed record LoadOptions(
    Workload Workload, int Port, int[] ServerPids, int[] DestinationPids, int Connections, int UnderWay, bool ClosesByReset, TlsUse Tls, int Size, string Path,
    double OpenSeconds, double Seconds, double RampSeconds, string Folder, int Threads)
{
    /// <summary>Whether all connections are opened before anything is measured.</summary>
    public bool OpensFirst => Workload is Workload.Idle or Workload.Turns;
}
