namespace SocketGateway.Benchmarks.Load;

/// <summary>What the load client does with its connections.</summary>
internal enum Workload
{
    /// <summary>Each connection sends a message, waits for it to come back, sends the next.</summary>
    Echo,

    /// <summary>Connect, one echo, close, again.</summary>
    Connect,

    /// <summary>Connections are opened, echo once to prove that they are served, and stay open.</summary>
    Idle,

    /// <summary>All connections are opened first; then a few messages are under way at any time, on one connection after another.</summary>
    Turns,

    /// <summary>Each connection asks a source for some MiB, reads them all, asks again.</summary>
    Download,

    /// <summary>Each connection sends some MiB to a sink, waits for its answer, sends again.</summary>
    Upload,

    /// <summary>Keep-alive GETs, one outstanding on each connection.</summary>
    Http,

    /// <summary>One connection fetches a file by FTP, from RETR to the reply after its end.</summary>
    FtpGet,

    /// <summary>The same with STOR.</summary>
    FtpPut,

    /// <summary>Connect, log in as anonymous, quit, again; a command at a time.</summary>
    FtpLogin,
}
