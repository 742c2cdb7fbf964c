namespace SocketGateway.Protocols.Sessions;

/// <summary>A session under test broke a promise of the contract: its output depends on how the input was cut or on a crash, its state was changed in place, or a step never ended.</summary>
public sealed class SessionHarnessException : Exception
{
    /// <summary>An exception without a message.</summary>
    public SessionHarnessException()
    {
    }

    /// <summary>An exception that says what was broken, and where.</summary>
    public SessionHarnessException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its cause.</summary>
    public SessionHarnessException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
