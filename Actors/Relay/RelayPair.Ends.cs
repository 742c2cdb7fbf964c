using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Relay;

/// <summary>How a relayed connection ends: by both sides, by one that fails, by time, or from here.</summary>
internal sealed partial class RelayPair
{
    /// <summary>An orderly end from here: both sides are told, and what the client still says is dropped until it says its own.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="last">The last word to the client.</param>
    public void Finish(string reason, ReadOnlyMemory<byte> last = default)
    {
        _reason = reason;
        if (_state == State.Connecting) Abandon();
        if (_state == State.Waiting) (_state, _up.OutputEnded) = (State.Relaying, true);
        (_up.Discards, _down.InputEnded) = (true, true);
        Drop(ref _up);
        if (!_up.OutputEnded) Libc.EndOutput(_destination);
        _up.OutputEnded = true;
        Due = Loop.Now + limits.CloseTimeout;
        if (!last.IsEmpty)
        {
            _down.Read += last.Length;
            Hold(ref _down, last.Span);
        }

        Pump(DestinationSide);
        if (_state == State.Relaying) Pump(ClientSide);
    }

    /// <summary>Ends it here and now: both sides are reset, unless they have said their ends.</summary>
    public void End(RelayEnd end, string reason)
    {
        if (_state == State.Ended) return;
        _state = State.Ended;
        Due = Never;
        if (_destination != None)
        {
            if (end != RelayEnd.Orderly) Libc.ResetOnClose(_destination);
            Loop.Close(_destination);
        }

        if (_client != None) Loop.Unwatch(_client);
        Drop(ref _up);
        Drop(ref _down);
        Count();
        Loop.Remove(this);
        handler.Ended(end, reason);
    }

    private void EndOutput(ref Flow flow, int side, int to)
    {
        if (_failure is not null && flow.InputEnded)
        {
            // All that the failed side has said is delivered.
            if (side == ClientSide == (_end == RelayEnd.Client)) End(_end, _failure);
            return;
        }

        if (!flow.OutputEnded)
        {
            flow.OutputEnded = true;
            Libc.EndOutput(to);
            if (Due == Never) (_bytesAtCheck, Due) = (_up.Read + _down.Read, Loop.Now + limits.HalfCloseTimeout);
        }

        if (_up.OutputEnded && _down.OutputEnded && _up.InputEnded) End(RelayEnd.Orderly, _reason);
    }

    /// <summary>A side is gone: nothing goes there any more, and what it has said reaches the other before that is reset.</summary>
    private void Fail(int side, int error)
    {
        if (_failure is null)
        {
            (_end, _failure) = (side == ClientSide ? RelayEnd.Client : RelayEnd.Destination, Reason(error));
            Due = Loop.Now + limits.CloseTimeout;
        }
        else if (side == ClientSide != (_end == RelayEnd.Client))
        {
            // Now both are.
            End(_end, _failure);
            return;
        }

        ref var into = ref side == ClientSide ? ref _down : ref _up;
        Drop(ref into);
        into.Discards = true;
        ref var said = ref side == ClientSide ? ref _up : ref _down;
        said.Readable = true;
        Pump(side);
    }

    /// <summary>One side has ended: the other has its time to go on, from its last byte on.</summary>
    private void CheckSilence()
    {
        var bytes = _up.Read + _down.Read;
        if (_up.Discards) End(_down.Waiting > 0 ? RelayEnd.Gateway : RelayEnd.Orderly, _reason);
        else if (bytes == _bytesAtCheck) End(RelayEnd.Gateway, CloseReasons.HalfCloseTimeout);
        else (_bytesAtCheck, Due) = (bytes, Loop.Now + limits.HalfCloseTimeout);
    }

    private static string Reason(int error) => error switch
    {
        Libc.ConnectionReset or Libc.BrokenPipe or 0 => CloseReasons.ConnectionReset,
        Libc.TimedOut => CloseReasons.ConnectionTimeout,
        _ => CloseReasons.IoError,
    };
}
