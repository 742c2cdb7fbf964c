using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;

namespace SocketGateway.Actors.Connections;

/// <summary>The line of the access log of a connection whose bytes somebody else moved.</summary>
internal static partial class LeaseLog
{
    public static void Access(ILogger access, AcceptedConnection accepted, LeaseStatus status, string reason, double seconds)
    {
        var ended = reason.Length == 0 ? "closed" : reason;
        var (id, sockets, listener) = (accepted.Id.ToString(), accepted.Sockets.ToString(), accepted.Listener);
        if (status.Destination is not { } to)
        {
            Served(access, id, sockets, listener.Name, listener.Service, ended, status.Received, status.Sent, seconds);
            return;
        }

        Forwarded(
            access, id, sockets, listener.Name, listener.Service, ended, status.Received, status.Sent, seconds,
            to.Name, to.EndPoint, to.Connected.TotalMilliseconds, to.Attempts, status.Paused.Client.TotalSeconds, status.Paused.Service.TotalSeconds);
    }

    [LoggerMessage(110, LogLevel.Information, "{Connection} ended: {Sockets} {Listener} {Service} {Reason}, {Received} bytes in, {Sent} bytes out, {Seconds:F3} s, leased", EventName = "Access.Leased")]
    private static partial void Served(ILogger logger, string connection, string sockets, string listener, string service, string reason, long received, long sent, double seconds);

    [LoggerMessage(111, LogLevel.Information, "{Connection} ended: {Sockets} {Listener} {Service} {Reason}, {Received} bytes in, {Sent} bytes out, {Seconds:F3} s, to {Destination} {EndPoint} connected in {ConnectMilliseconds:F1} ms at attempt {Attempts}, {ClientPause:F3} s held up by the client, {ServicePause:F3} s by the destination", EventName = "Access.Forwarded")]
    private static partial void Forwarded(
        ILogger logger, string connection, string sockets, string listener, string service, string reason, long received, long sent, double seconds,
        string destination, string endPoint, double connectMilliseconds, int attempts, double clientPause, double servicePause);
}
