using System.Diagnostics;
using System.Diagnostics.Metrics;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Telemetry;

/// <summary>
/// Every span, instrument and attribute of the gateway, declared once; Gateway/Telemetry.md lists them with their meaning and a test compares the two.
/// Names follow Kestrel's metrics and the OpenTelemetry conventions: https://opentelemetry.io/docs/specs/semconv/dotnet/dotnet-kestrel-metrics/.
/// A peer's address is on spans only, never on metrics: strangers choose it.
/// </summary>
internal static class GatewayTelemetry
{
    public const string Name = "SocketGateway";

    public const string AcceptSpan = "accept";
    public const string ConnectionSpan = "connection";
    public const string SegmentSpan = "connection segment";
    public const string SessionSpan = "session";
    public const string CommandSpan = "command";
    public const string HttpSpan = "http";
    public const string StepSpan = "step";
    public const string ServeSpan = "serve";

    // Looked at when somebody asks, so their instruments belong to the one gateway that they look at.
    public const string Buffered = "socketgateway.buffered";
    public const string UsedDescriptors = "socketgateway.descriptors.used";
    public const string ListenerState = "socketgateway.listener.state";
    public const string CertificateExpires = "socketgateway.certificate.expires";
    public const string DestinationConnections = "socketgateway.destination.connections";
    public const string DestinationState = "socketgateway.destination.state";
    public const string DestinationWaiting = "socketgateway.destination.waiting";
    public const string DestinationEjections = "socketgateway.destination.ejections";
    public const string BuildInfo = "socketgateway.build_info";

    public static readonly string Version = typeof(GatewayTelemetry).Assembly.GetName().Version?.ToString(3) ?? "0";
    public static readonly ActivitySource Source = new(Name, Version);
    public static readonly Meter Meter = new(Name, Version);

    public static readonly UpDownCounter<long> ActiveConnections = Meter.CreateUpDownCounter<long>(
        "socketgateway.active_connections", "{connection}", "Connections that are open.");

    public static readonly Histogram<double> ConnectionDuration = Meter.CreateHistogram(
        "socketgateway.connection.duration", "s", "How long connections lasted.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 3600, 14400, 86400] });

    public static readonly Counter<long> RejectedConnections = Meter.CreateCounter<long>(
        "socketgateway.rejected_connections", "{connection}", "Connections refused at the door.");

    public static readonly Counter<long> Io = Meter.CreateCounter<long>(
        "socketgateway.io", "By", "Bytes received from and sent to clients.");

    public static readonly UpDownCounter<long> ActiveSessions = Meter.CreateUpDownCounter<long>(
        "socketgateway.sessions.active", "{session}", "Sessions that serve a connection.");

    public static readonly Counter<long> ResumedSessions = Meter.CreateCounter<long>(
        "socketgateway.sessions.resumed", "{session}", "Incarnations that took over from committed state.");

    public static readonly Counter<long> FailedSessions = Meter.CreateCounter<long>(
        "socketgateway.sessions.failed", "{session}", "Incarnations that failed in a step or were lost.");

    public static readonly UpDownCounter<long> HostedSessions = Meter.CreateUpDownCounter<long>(
        "socketgateway.sessions.hosted", "{session}", "Sessions that this node runs, for its own connections and for those of other gateways.");

    public static readonly Counter<long> MovedSessions = Meter.CreateCounter<long>(
        "socketgateway.sessions.moved", "{session}", "Sessions that went to another place between two steps because they were asked to.");

    public static readonly Counter<long> RefusedSessions = Meter.CreateCounter<long>(
        "socketgateway.sessions.refused", "{session}", "Incarnations that no place could be found for at the moment.");

    public static readonly Counter<long> FencedMessages = Meter.CreateCounter<long>(
        "socketgateway.sessions.fenced", "{message}", "Messages of incarnations that had been given up: dropped.");

    public static readonly Counter<long> ReplayedBytes = Meter.CreateCounter<long>(
        "socketgateway.sessions.replayed", "By", "Input given to a session again because its former incarnation had not committed it.");

    public static readonly Histogram<double> HoldTime = Meter.CreateHistogram(
        "socketgateway.connections.hold_time", "s", "How long connections were without a session that serves them, each time.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });

    public static readonly UpDownCounter<long> HeldConnections = Meter.CreateUpDownCounter<long>(
        "socketgateway.connections.held", "{connection}", "Connections that wait for a new incarnation of their session.");

    public static readonly Counter<long> PoisonedConnections = Meter.CreateCounter<long>(
        "socketgateway.connections.poisoned", "{connection}", "Connections closed because an input crashed every incarnation.");

    public static readonly Histogram<double> BackpressurePaused = Meter.CreateHistogram(
        "socketgateway.backpressure.paused", "s", "How long reading from a client stood still, by the side that held it up.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800] });

    public static readonly Counter<long> Logins = Meter.CreateCounter<long>(
        "socketgateway.logins", "{login}", "Logins with a password that were answered.");

    public static readonly Histogram<double> TlsHandshakeDuration = Meter.CreateHistogram(
        "socketgateway.tls_handshake.duration", "s", "How long TLS handshakes took, and how they ended.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static readonly Histogram<double> DestinationConnectDuration = Meter.CreateHistogram(
        "socketgateway.destination.connect.duration", "s", "How long it took from the accept of a client until a destination answered.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static readonly Counter<long> DestinationConnectFailures = Meter.CreateCounter<long>(
        "socketgateway.destination.connect.failures", "{connection}", "Attempts to connect to a destination that failed.");

    public static readonly Counter<long> LinkIo = Meter.CreateCounter<long>(
        "socketgateway.link.io", "By", "Bytes of frames between nodes.");

    public static readonly Counter<long> LinkFrames = Meter.CreateCounter<long>(
        "socketgateway.link.frames", "{frame}", "Frames between nodes; messages by frames is what batching gains.");

    public static readonly Counter<long> LinkMessages = Meter.CreateCounter<long>(
        "socketgateway.link.messages", "{message}", "Messages of sessions and nodes in these frames.");

    public static readonly Counter<long> LinkStalls = Meter.CreateCounter<long>(
        "socketgateway.link.stalls", "{stall}", "Times that a full window of a link held messages back.");

    public static readonly UpDownCounter<long> LinkUnacknowledged = Meter.CreateUpDownCounter<long>(
        "socketgateway.link.unacknowledged", "By", "Bytes of frames sent and not yet acknowledged.");

    public static readonly Counter<long> LinkFenced = Meter.CreateCounter<long>(
        "socketgateway.link.fenced", "{message}", "Frames of links that were over, and messages of incarnations that were given up: dropped.");

    public static readonly Counter<long> ClusterReplaced = Meter.CreateCounter<long>(
        "socketgateway.cluster.replaced", "{system}", "Actor systems of the cluster that ended and were replaced.");

    public static readonly KeyValuePair<string, object?> Receive = new(Tags.Direction, "receive");
    public static readonly KeyValuePair<string, object?> Transmit = new(Tags.Direction, "transmit");

    /// <summary>The word for <see cref="Tags.Side"/>.</summary>
    public static string SideOf(HeldUpBy side) => side == HeldUpBy.Client ? "client" : "service";

    /// <summary>Counts a login; null is one that succeeded.</summary>
    public static void Login(string? error)
    {
        if (error is null) Logins.Add(1);
        else Logins.Add(1, new KeyValuePair<string, object?>(Tags.ErrorType, error));
    }

    public static void Received(long bytes, KeyValuePair<string, object?> service) => Io.Add(bytes, Receive, service);

    public static void Sent(long bytes, KeyValuePair<string, object?> service) => Io.Add(bytes, Transmit, service);
}
