using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>What holds after every turn: windows, and a clock that is asked for in time.</summary>
internal sealed partial class SimulatedWorld
{
    private void AfterTurn()
    {
        if (_phase != _ledger.Phase || _phaseEpoch != _ledger.Epoch) (_phase, _phaseEpoch, _phaseSince) = (_ledger.Phase, _ledger.Epoch, Time.Now);
        CheckWindows();
        CheckNextDue();
        if (_ledger.NextDue >= _tickAt) return;
        _tickAt = _ledger.NextDue;
        var at = _tickAt + (Random.Chance(0.1) ? Random.Below(15) : 0);
        Time.At(at, () => Tick(at));
    }

    private void Tick(long at)
    {
        if (_endReason is not null) return;
        _tickAt = long.MaxValue;
        if (_ledger.NextDue <= Time.Now)
        {
            _lastTick = Time.Now;
            _ledger.Tick(Time.Now);
            if (_ledger.NextDue <= Time.Now) Fail($"after a tick at {at} the next is due at {_ledger.NextDue}: a busy loop");
        }

        AfterTurn();
    }

    private void CheckWindows()
    {
        foreach (var socket in Sockets)
        {
            if (socket is null || socket.Gone || socket.FinSeen) continue;
            if (socket.Written - socket.Acknowledged > Plan.Limits.OutputWindow + Plan.Limits.MaxCommit) Fail("unacknowledged output exceeds its window");
            if (_phase < LedgerPhase.Closing && socket.Arrived - socket.Committed >= _ledger.InputWindow + Plan.MaxRead) Fail("held input exceeds its window");
        }
    }

    private void CheckNextDue()
    {
        var due = _phase switch
        {
            LedgerPhase.Opening => _phaseSince + SimulationPlan.OpenTimeout,
            LedgerPhase.Held => _phaseSince + 5_000,
            LedgerPhase.Closing or LedgerPhase.Failing => Time.Now + Plan.Limits.CloseTimeout,
            _ => long.MaxValue,
        };
        if (_phase < LedgerPhase.Closing) due = Math.Min(due, _oracle.NextTimer(_lastTick));
        if (_ledger.NextDue > due) Fail($"the next tick is asked for {_ledger.NextDue} and something is due at {due}");
    }
}
