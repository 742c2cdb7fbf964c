using System.Net.Sockets;
using Akka.IO;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Sockets;

/// <summary>Akka.IO hands a socket error on as the message of its exception; most of them are the peer's reset.</summary>
internal static class SocketErrors
{
    private static readonly string ResetMessage = new SocketException((int)SocketError.ConnectionReset).Message;
    private static readonly string PipeMessage = new SocketException((int)SocketError.Shutdown).Message;

    public static string Reason(string? cause) => cause == ResetMessage || cause == PipeMessage ? CloseReasons.ConnectionReset : CloseReasons.IoError;

    public static string Reason(SocketError error) => error is SocketError.ConnectionReset or SocketError.Shutdown ? CloseReasons.ConnectionReset : CloseReasons.IoError;

    /// <summary>Of a bind or connect that failed. Akka.IO keeps the error of a connect to itself: what is left is whether it was the time that ended it.</summary>
    public static string Reason(Tcp.CommandFailed failed) => failed.Cause.HasValue ? failed.Cause.Value switch
    {
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "address_in_use",
        ConnectException error when error.Message.StartsWith("Connect timeout", StringComparison.Ordinal) => "connect_timeout",
        ConnectException => "connect_failed",
        _ => CloseReasons.IoError,
    }
    : CloseReasons.IoError;
}
