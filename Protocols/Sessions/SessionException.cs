namespace SocketGateway.Protocols.Sessions;

/// <summary>A session broke one of its bounds, or used its step's powers outside of a step. The step fails as with any exception.</summary>
public sealed class SessionException : Exception
{
    /// <summary>An exception without a message.</summary>
    public SessionException()
    {
    }

    /// <summary>An exception that says which bound was broken.</summary>
    public SessionException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its cause.</summary>
    public SessionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
