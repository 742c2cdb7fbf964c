using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>The counters of one connection, carried to the instruments in steps, so that the byte path pays an addition for them.</summary>
internal sealed class ConnectionMeter
{
    private const int BufferStep = 4096;
    private const int IoStep = 64 * 1024;

    private readonly GatewayLoad _load;
    private readonly ListenerSettings _listener;
    private readonly KeyValuePair<string, object?> _listenerTag;
    private readonly KeyValuePair<string, object?> _serviceTag;
    private ILogger? _log;
    private long _received;
    private long _sent;
    private long _buffered;
    private long _paused;
    private bool _held;
    private string? _session;

    public ConnectionMeter(GatewayLoad load, ListenerSettings listener)
    {
        (_load, _listener) = (load, listener);
        _listenerTag = new(Tags.Listener, listener.Name);
        _serviceTag = new(Tags.Service, listener.Service);
        GatewayTelemetry.ActiveConnections.Add(1, _listenerTag);
    }

    public ILogger Log(ILoggerFactory factory) => _log ??= factory.CreateLogger("SocketGateway.Connections");

    public void Received(int bytes)
    {
        if ((_received += bytes) >= IoStep) Flush();
    }

    public void Sent(int bytes)
    {
        if ((_sent += bytes) >= IoStep) Flush();
    }

    /// <summary>After each event: what the connection keeps, and whether it stands still.</summary>
    public void Update(ConnectionLedger ledger, HeldUpBy heldUpBy)
    {
        var buffered = ledger.BufferedBytes;
        if (buffered - _buffered is >= BufferStep or <= -BufferStep || (buffered == 0 && _buffered != 0))
        {
            _load.AddBuffered(buffered - _buffered);
            _buffered = buffered;
        }

        var held = ledger.Phase == LedgerPhase.Held;
        if (held != _held)
        {
            _held = held;
            GatewayTelemetry.HeldConnections.Add(held ? 1 : -1, _serviceTag);
        }

        CountSession(ledger.Phase == LedgerPhase.Serving ? ledger.Service : null);
        Pause(heldUpBy);
    }

    public static void SessionResumed(string service, long replayed, bool moved)
    {
        var tag = new KeyValuePair<string, object?>(Tags.Service, service);
        GatewayTelemetry.ResumedSessions.Add(1, tag);
        if (moved) GatewayTelemetry.MovedSessions.Add(1, tag);
        if (replayed > 0) GatewayTelemetry.ReplayedBytes.Add(replayed, tag);
    }

    public static void SessionRefused(string service, string reason) => GatewayTelemetry.RefusedSessions.Add(
        1, new KeyValuePair<string, object?>(Tags.Service, service), new KeyValuePair<string, object?>(Tags.ErrorType, RefusalReasons.Known(reason)));

    public static void Fenced(string service) => GatewayTelemetry.FencedMessages.Add(1, new KeyValuePair<string, object?>(Tags.Service, service));

    public static void Held(string service, double seconds) => GatewayTelemetry.HoldTime.Record(seconds, new KeyValuePair<string, object?>(Tags.Service, service));

    public static void SessionFailed(string service) => GatewayTelemetry.FailedSessions.Add(1, new KeyValuePair<string, object?>(Tags.Service, service));

    public static void Poisoned(string service) => GatewayTelemetry.PoisonedConnections.Add(1, new KeyValuePair<string, object?>(Tags.Service, service));

    public void Conclude(string reason, double seconds)
    {
        Flush();
        _load.AddBuffered(-_buffered);
        _buffered = 0;
        if (_held) GatewayTelemetry.HeldConnections.Add(-1, _serviceTag);
        _held = false;
        Pause(HeldUpBy.Nobody);
        CountSession(null);
        GatewayTelemetry.ActiveConnections.Add(-1, _listenerTag);
        if (reason.Length == 0) GatewayTelemetry.ConnectionDuration.Record(seconds, _listenerTag, _serviceTag);
        else GatewayTelemetry.ConnectionDuration.Record(seconds, _listenerTag, _serviceTag, new KeyValuePair<string, object?>(Tags.ErrorType, reason));
    }

    public void WriteAccess(ILogger access, AcceptedConnection accepted, ConnectionLedger ledger, string reason, double seconds)
    {
        if (!access.IsEnabled(LogLevel.Information)) return;
        ConnectionLog.Access(
            access, accepted.Id.ToString(), accepted.Sockets.ToString(), _listener.Name, ledger.Service, reason.Length == 0 ? "closed" : reason,
            ledger.BytesReceived, ledger.BytesSent, ledger.LastCommit, ledger.Epoch, seconds);
    }

    private HeldUpBy _side;

    private void Pause(HeldUpBy side)
    {
        if (side == _side) return;
        var now = MonotonicClock.Now;
        if (_side != HeldUpBy.Nobody)
        {
            GatewayTelemetry.BackpressurePaused.Record((now - _paused) / 1000.0, new KeyValuePair<string, object?>(Tags.Side, GatewayTelemetry.SideOf(_side)));
        }

        (_side, _paused) = (side, now);
    }

    private void CountSession(string? service)
    {
        if (service == _session) return;
        if (_session is not null) GatewayTelemetry.ActiveSessions.Add(-1, new KeyValuePair<string, object?>(Tags.Service, _session));
        if (service is not null) GatewayTelemetry.ActiveSessions.Add(1, new KeyValuePair<string, object?>(Tags.Service, service));
        _session = service;
    }

    private void Flush()
    {
        if (_received > 0) GatewayTelemetry.Received(_received, _serviceTag);
        if (_sent > 0) GatewayTelemetry.Sent(_sent, _serviceTag);
        (_received, _sent) = (0, 0);
    }
}
