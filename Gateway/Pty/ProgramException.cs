namespace SocketGateway.Gateway.Pty;

/// <summary>A program cannot be run, and why; for the log, not for the client.</summary>
internal sealed class ProgramException(string message, Exception? cause = null) : Exception(message, cause);
