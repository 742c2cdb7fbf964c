using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Actors.Relay;

/// <summary>The counters of one forwarding service.</summary>
internal sealed class ForwardMeter(string service)
{
    /// <summary>Shorter ones are how flow control works, and nobody's fault.</summary>
    private const long ShortestPause = 1;

    private readonly KeyValuePair<string, object?> _service = new(Tags.Service, service);

    public static string WordOf(ConnectFailure failure) => failure switch
    {
        ConnectFailure.Refused => "connection_refused",
        ConnectFailure.TimedOut => "connect_timeout",
        ConnectFailure.Reset => CloseReasons.ConnectionReset,
        ConnectFailure.Unreachable => "unreachable",
        ConnectFailure.TlsFailed => CloseReasons.DestinationTlsFailed,
        _ => CloseReasons.IoError,
    };

    public void Connected(string destination, TimeSpan took) =>
        GatewayTelemetry.DestinationConnectDuration.Record(took.TotalSeconds, _service, new KeyValuePair<string, object?>(Tags.Destination, destination));

    public void ConnectFailed(string destination, ConnectFailure failure) => GatewayTelemetry.DestinationConnectFailures.Add(
        1, _service, new KeyValuePair<string, object?>(Tags.Destination, destination), new KeyValuePair<string, object?>(Tags.ErrorType, WordOf(failure)));

    public void Moved(long received, long sent)
    {
        if (received > 0) GatewayTelemetry.Received(received, _service);
        if (sent > 0) GatewayTelemetry.Sent(sent, _service);
    }

    public static void Paused(HeldUpBy side, long milliseconds)
    {
        if (milliseconds < ShortestPause) return;
        GatewayTelemetry.BackpressurePaused.Record(milliseconds / 1000.0, new KeyValuePair<string, object?>(Tags.Side, GatewayTelemetry.SideOf(side)));
    }
}
