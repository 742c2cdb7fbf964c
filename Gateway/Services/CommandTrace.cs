using System.Diagnostics;
using SocketGateway.Actors.Telemetry;

namespace SocketGateway.Gateway.Services;

/// <summary>The span of one command of a client, part of its connection's trace.</summary>
internal static class CommandTrace
{
    /// <summary>Begins the span; null when the connection is not traced.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="verb">One of a few words: never an argument, which may be a password.</param>
    public static Activity? Begin(Protocols.Contract.ConnectionInfo connection, string verb)
    {
        if (connection.Trace == default) return null;
        var span = GatewayTelemetry.Source.StartActivity(GatewayTelemetry.CommandSpan, ActivityKind.Internal, connection.Trace);
        if (span is not null) span.DisplayName = $"{GatewayTelemetry.CommandSpan} {verb}";
        return span;
    }
}
