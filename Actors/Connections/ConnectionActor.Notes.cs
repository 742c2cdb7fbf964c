using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>What the ledger notes, in counters, in the log, and on the connection's span.</summary>
internal sealed partial class ConnectionActor
{
    private string? _alias;

    void ILedgerEffects.Note(LedgerNote note, string detail)
    {
        switch (note)
        {
            case LedgerNote.Opened:
                SessionIsBack();
                if (_trace.IsRecorded && _segmentTimer is null) ScheduleSegment();
                break;
            case LedgerNote.Secured:
                _trace.Secured(_ledger.Info.Tls!);
                break;
            case LedgerNote.Resumed or LedgerNote.Moved:
                SessionIsBack();
                ConnectionMeter.SessionResumed(_ledger.Service, _ledger.BytesReplayed, note == LedgerNote.Moved);
                ConnectionLog.SessionResumed(_gateway.Repeats, Log, Name, _ledger.Service, _ledger.Epoch, NodeName, _ledger.LastCommit, _ledger.BytesReplayed, note == LedgerNote.Moved);
                detail = $"{_ledger.BytesReplayed} bytes replayed";
                break;
            case LedgerNote.Opening:
                if (_ledger.Epoch > 1) SessionIsGone();
                break;
            case LedgerNote.Lost:
                SessionIsGone();
                _trace.EndSession(detail);
                ConnectionLog.SessionLost(_gateway.Repeats, Log, Name, _ledger.Service, _ledger.Epoch, detail);
                break;
            case LedgerNote.Refused:
                SessionIsGone();
                _trace.EndSession(detail);
                ConnectionMeter.SessionRefused(_ledger.Service, detail);
                ConnectionLog.SessionRefused(_gateway.Repeats, Log, Name, _ledger.Service, _ledger.Epoch, detail);
                break;
            case LedgerNote.Fenced:
                ConnectionMeter.Fenced(_ledger.Service);
                return;
            case LedgerNote.ServiceFailing:
                SessionIsGone();
                _trace.EndSession(detail);
                ConnectionLog.ServiceFailing(_gateway.Repeats, Log, Name, _ledger.Service, detail);
                break;
            case LedgerNote.InvalidCommit:
                SessionIsGone();
                ConnectionLog.InvalidCommit(_gateway.Repeats, Log, Name, _ledger.Service, _ledger.Epoch, detail);
                break;
            case LedgerNote.Poisoned:
                ConnectionMeter.Poisoned(_ledger.Service);
                LogCapsule(detail);
                break;
            case LedgerNote.Transferred:
                _trace.EndSession(null);
                break;
            case LedgerNote.Alias:
                SetAlias(detail);
                return;
        }

        if ((_feed is not null || _trace.IsRecorded) && SpanEvents.Of(note) is { } name)
        {
            if (note is LedgerNote.Lost or LedgerNote.Resumed or LedgerNote.Moved) detail = Where(detail);
            _trace.Event(name, detail);
            if (_feed is not null) Tell(name, detail);
        }
    }

    /// <summary>What an incarnation says that was given up changes nothing; commits are counted by the ledger.</summary>
    private void CountIfFenced(SessionProtocol message)
    {
        if (message.Epoch < _ledger.Epoch) ConnectionMeter.Fenced(_ledger.Service);
    }

    private void SetAlias(string alias)
    {
        if (_alias is not null) _gateway.Directory.RemoveAlias(_alias, _accepted.Id);
        _alias = alias.Length == 0 ? null : alias;
        if (_alias is not null) _gateway.Directory.SetAlias(_alias, _accepted.Id);
    }
}
