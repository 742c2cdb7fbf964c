using System.Diagnostics;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Telemetry;

/// <summary>
/// The spans of one connection: a short one at its accept, so that it can be seen at once, its own at its end, one per incarnation of its session, and
/// a segment every 5 minutes of its life. When nobody samples, nothing is allocated.
/// </summary>
internal sealed class ConnectionTrace
{
    /// <summary>Events on one span; a stranger can cause pauses at will, so the rest is only counted.</summary>
    private const int MaxEvents = 32;

    public const long SegmentMilliseconds = 300_000;

    /// <summary>For every connection while nobody listens.</summary>
    private static readonly ConnectionTrace None = new(null, default);

    private readonly Activity? _connection;
    private Activity? _session;
    private Activity? _segment;
    private int _events;
    private HeldUpBy _side;

    private ConnectionTrace(Activity? connection, ActivityContext context) => (_connection, Context) = (connection, context);

    /// <summary>The context under which everything for this connection is traced; default when nobody listens.</summary>
    public ActivityContext Context { get; }

    /// <summary>Whether the spans reach somebody; without that the context only says that this trace was not chosen.</summary>
    public bool IsRecorded => _connection is not null;

    /// <param name="id">The connection's name.</param>
    /// <param name="sockets">Its two sockets.</param>
    /// <param name="listener">The listener's name.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="parent">The trace of the gateway in front of this one, a W3C <c>traceparent</c>; null: a trace of its own.</param>
    public static ConnectionTrace Begin(ConnectionId id, SocketPair sockets, string listener, string service, string? parent = null)
    {
        // An accepted socket starts a trace of its own, whatever happens to be current on this thread.
        Activity.Current = null;
        _ = ActivityContext.TryParse(parent, null, isRemote: true, out var before);
        var connection = GatewayTelemetry.Source.StartActivity(GatewayTelemetry.ConnectionSpan, ActivityKind.Server, before);
        Activity.Current = null;
        if (connection is null) return None;
        if (!connection.IsAllDataRequested)
        {
            connection.Stop();
            Activity.Current = null;
            return new ConnectionTrace(null, connection.Context);
        }

        Describe(connection, id, sockets, listener, service);
        using (var accept = GatewayTelemetry.Source.StartActivity(GatewayTelemetry.AcceptSpan, ActivityKind.Internal, connection.Context))
        {
            if (accept is not null) Describe(accept, id, sockets, listener, service);
        }

        Activity.Current = null;
        return new ConnectionTrace(connection, connection.Context);
    }

    public void SessionBegins(string service, int epoch)
    {
        if (_connection is null) return;
        EndSession("replaced");
        _session = Start(GatewayTelemetry.SessionSpan);
        _session?.SetTag(Tags.Service, service).SetTag(Tags.Epoch, epoch);
    }

    public void Secured(TlsInfo tls) => _connection?
        .SetTag(Tags.TlsVersion, tls.Version)
        .SetTag(Tags.TlsCipher, tls.CipherSuite.ToString())
        .SetTag(Tags.TlsNextProtocol, tls.ApplicationProtocol)
        .SetTag(Tags.TlsClientSubject, tls.ClientSubject);

    public void EndSession(string? error)
    {
        if (_session is not { } session) return;
        if (!string.IsNullOrEmpty(error)) session.SetStatus(ActivityStatusCode.Error, error).SetTag(Tags.ErrorType, error);
        session.Stop();
        _session = null;
        Activity.Current = null;
    }

    public void Event(string name, string detail)
    {
        if (_connection is null) return;
        if (++_events > MaxEvents)
        {
            _connection.SetTag(Tags.EventsDropped, _events - MaxEvents);
            return;
        }

        _connection.AddEvent(detail.Length == 0 ? new ActivityEvent(name) : new ActivityEvent(name, tags: new ActivityTagsCollection { [Tags.Detail] = detail }));
    }

    /// <summary>Whether bytes flow; an event when that changes.</summary>
    public void HeldUp(HeldUpBy side)
    {
        if (_connection is null || side == _side) return;
        _side = side;
        if (side == HeldUpBy.Nobody) Event(SpanEvents.Flowing, "");
        else Event(SpanEvents.Paused, GatewayTelemetry.SideOf(side));
    }

    /// <summary>Ends a segment and begins the next.</summary>
    public void NextSegment(long received, long sent)
    {
        if (_connection is null) return;
        EndSegment(received, sent);
        _segment = Start(GatewayTelemetry.SegmentSpan);
    }

    public void End(string reason, long received, long sent, long commits)
    {
        if (_connection is null) return;
        EndSession(reason);
        EndSegment(received, sent);
        _connection.SetTag(Tags.BytesReceived, received).SetTag(Tags.BytesSent, sent).SetTag(Tags.Commits, commits);
        if (reason.Length > 0) _connection.SetTag(Tags.ErrorType, reason).SetStatus(ActivityStatusCode.Error, reason);
        _connection.Stop();
        Activity.Current = null;
    }

    private void EndSegment(long received, long sent)
    {
        _segment?.SetTag(Tags.BytesReceived, received).SetTag(Tags.BytesSent, sent);
        _segment?.Stop();
        _segment = null;
        Activity.Current = null;
    }

    private Activity? Start(string name)
    {
        var activity = GatewayTelemetry.Source.StartActivity(name, ActivityKind.Internal, _connection!.Context);
        Activity.Current = null;
        return activity;
    }

    private static void Describe(Activity activity, ConnectionId id, SocketPair sockets, string listener, string service) => activity
        .SetTag(Tags.ConnectionId, id.ToString())
        .SetTag(Tags.Listener, listener)
        .SetTag(Tags.Service, service)
        .SetTag(Tags.Transport, "tcp")
        .SetTag(Tags.LocalAddress, sockets.Local.Address.ToString())
        .SetTag(Tags.LocalPort, sockets.Local.Port)
        .SetTag(Tags.PeerAddress, sockets.Peer.Address.ToString())
        .SetTag(Tags.PeerPort, sockets.Peer.Port);
}
