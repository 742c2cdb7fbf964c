using System.Diagnostics;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Services;

/// <summary>The span of one command of a client, part of its connection's trace.</summary>
internal static class CommandTrace
{
    /// <summary>Begins the span; null when the connection is not traced.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="command">The command as it may be shown: never with a password.</param>
    public static Activity? Begin(SessionConnection connection, string command) => connection.Info.Trace == default
        ? null
        : GatewayTelemetry.Source.StartActivity(GatewayTelemetry.CommandSpan, ActivityKind.Internal, connection.Info.Trace)
            ?.SetTag(Tags.Service, connection.Service)
            .SetTag(Tags.Command, command);
}
