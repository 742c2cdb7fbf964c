using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Sessions;

/// <summary>A session whose input is lines of UTF-8 text, at most 8 KiB each: each line is one step.</summary>
/// <typeparam name="TState">What survives an incarnation.</typeparam>
public abstract class LineSession<TState> : FrameSession<string, TState>
    where TState : class
{
    private static readonly LineCodec Codec = new();

    /// <summary>A session that reads lines.</summary>
    protected LineSession()
        : base(Codec)
    {
    }

    /// <summary>A line arrived; its end is not part of it.</summary>
    protected abstract ValueTask OnLineAsync(string line, CancellationToken stop);

    /// <inheritdoc/>
    protected sealed override ValueTask OnFrameAsync(string frame, CancellationToken stop) => OnLineAsync(frame, stop);

    /// <summary>Adds a line and CR LF to this step's output. Unlike input it has no bound of its own, and may hold line ends.</summary>
    protected void WriteLine(string line)
    {
        Write(line);
        Write("\r\n"u8);
    }
}
