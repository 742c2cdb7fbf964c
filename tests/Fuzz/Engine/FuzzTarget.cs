namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>Something that reads what strangers send, driven as the program drives it.</summary>
internal abstract class FuzzTarget
{
    public virtual FuzzLimits Limits { get; } = new();

    /// <summary>Whether the input is a stream, which the network may cut anywhere; else it comes in one piece.</summary>
    public virtual bool IsStream => true;

    /// <summary>Words that mean something to it; mutations put them in.</summary>
    public virtual IReadOnlyList<byte[]> Tokens => [];

    /// <summary>Reads the packets, never empty ones, and writes down what comes of it.</summary>
    public abstract void Run(IReadOnlyList<byte[]> packets, FuzzRun run);
}
