namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>The crash of a step that the schedule asked for.</summary>
internal sealed class CrashException : Exception
{
    public CrashException()
    {
    }

    public CrashException(string message)
        : base(message)
    {
    }

    public CrashException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
