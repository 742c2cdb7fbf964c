using System.Net.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Sockets;

/// <summary>Akka.IO hands a socket error on as the message of its exception; most of them are the peer's reset.</summary>
internal static class SocketErrors
{
    private static readonly string ResetMessage = new SocketException((int)SocketError.ConnectionReset).Message;
    private static readonly string PipeMessage = new SocketException((int)SocketError.Shutdown).Message;

    public static string Reason(string? cause) => cause == ResetMessage || cause == PipeMessage ? CloseReasons.ConnectionReset : CloseReasons.IoError;

    public static string Reason(SocketError error) => error is SocketError.ConnectionReset or SocketError.Shutdown ? CloseReasons.ConnectionReset : CloseReasons.IoError;
}
