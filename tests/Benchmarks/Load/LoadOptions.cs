namespace SocketGateway.Benchmarks.Load;

/// <summary>One run of the load client; travels to its process as JSON.</summary>
/// <param name="Workload">What to do.</param>
/// <param name="Port">The server's port on 127.0.0.1.</param>
/// <param name="ServerPids">Whose CPU time is read at both ends of the measured time.</param>
/// <param name="Connections">Connections kept open, or for <see cref="Workload.Connect"/> opened at the same time.</param>
/// <param name="Size">Bytes of a message, or of a file.</param>
/// <param name="Path">Path of a GET.</param>
/// <param name="Seconds">Measured time; for <see cref="Workload.Idle"/> the time within which all must be open.</param>
/// <param name="RampSeconds">Load before the measured time, not counted.</param>
/// <param name="Folder">What an FTP server serves, to make room for a file and to look at it.</param>
/// <param name="Threads">Threads, each with its own epoll and its share of the connections.</param>
internal sealed record LoadOptions(
    Workload Workload, int Port, int[] ServerPids, int Connections, int Size, string Path, double Seconds, double RampSeconds, string Folder,
    int Threads);
