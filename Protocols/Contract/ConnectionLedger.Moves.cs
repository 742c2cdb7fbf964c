namespace SocketGateway.Protocols.Contract;

/// <summary>
/// Planned moves (rule 16): the session goes on until a place for it was found, then it ends between two steps and the next incarnation is opened. The client sees nothing.
/// <code>
/// Stays --Leaving--> Asks --Found--> Stops --Stopped--> next epoch
///                    ^  | NotFound     | no answer: lost
///                    |  v              v
///                    Waits
/// </code>
/// </summary>
internal sealed partial class ConnectionLedger
{
    /// <summary>How long a wish to leave lasts; whoever still has it repeats it.</summary>
    internal const long LeaveTime = 10_000;

    private const long AskAgain = 1_000;
    private const long AnswerTime = 3_000;

    private MoveStep _moveStep;
    private long _moveDue = long.MaxValue;
    private long _leaveUntil = long.MinValue;
    private bool _moved;
    private bool _toldToEnd;

    private long HeldBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var account in _channels)
            {
                if (account is not null) bytes += account.HeldBytes;
            }

            return bytes;
        }
    }

    /// <summary>The session's node, or an operator, wants it elsewhere. Said again it only lasts longer.</summary>
    public void Leaving(int epoch, long now)
    {
        if (epoch != Epoch || Phase is not (LedgerPhase.Opening or LedgerPhase.Serving)) return;
        _leaveUntil = now + LeaveTime;
        if (Phase == LedgerPhase.Serving && _moveStep == MoveStep.Stays) AskForPlace(now);
    }

    /// <summary>A node keeps a place: the session finishes its step and stops.</summary>
    public void Found(int epoch, long now)
    {
        if (epoch != Epoch || Phase != LedgerPhase.Serving || _moveStep is not (MoveStep.Asks or MoveStep.Waits)) return;
        MoveOn(MoveStep.Stops, now + _limits.StopTimeout);
        _effects.Send(new SessionProtocol.Stop(Epoch));
    }

    /// <summary>Nobody takes it: it stays, and is asked for again while the wish lasts.</summary>
    public void NotFound(int epoch, long now)
    {
        if (epoch == Epoch && Phase == LedgerPhase.Serving && _moveStep == MoveStep.Asks) MoveOn(MoveStep.Waits, now + AskAgain);
    }

    /// <summary>The session ended between two steps because it was asked to: the next incarnation goes on at once.</summary>
    public void Stopped(int epoch, long now)
    {
        if (epoch != Epoch || Phase != LedgerPhase.Serving) return;
        _recovery.Progress(consumed: false);
        (_moved, _given) = (true, HeldBytes);
        OpenNext(now);
    }

    private void AskForPlace(long now)
    {
        if (!_resumable)
        {
            TellToEnd();
            return;
        }

        MoveOn(MoveStep.Asks, now + AnswerTime);
        _effects.FindPlace();
    }

    /// <summary>A session that cannot go on in another incarnation stays; it may end in time in its own protocol's way.</summary>
    private void TellToEnd()
    {
        if (_toldToEnd) return;
        _toldToEnd = true;
        _effects.Send(new SessionProtocol.Draining(Epoch, TimeSpan.FromMilliseconds(LeaveTime)));
    }

    private void ContinueMove(long now)
    {
        if (_moveStep == MoveStep.Stops)
        {
            _effects.Note(LedgerNote.Lost, "no answer to Stop");
            Replace(now);
        }
        else if (now < _leaveUntil)
        {
            AskForPlace(now);
        }
        else
        {
            MoveOn(MoveStep.Stays, long.MaxValue);
        }
    }

    private void MoveOn(MoveStep step, long due)
    {
        (_moveStep, _moveDue) = (step, due);
        Schedule(due);
    }
}
