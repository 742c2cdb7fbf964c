using System.Net;
using System.Net.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Relay;

/// <summary>
/// A client's and a destination's descriptor, and the bytes between them.
/// <code>
/// Waiting --Connect--> Connecting --answered--> Relaying --both ends said--> (ended)
///    ^                     \--failed--> Waiting      \--a side fails: what it said is delivered first--> (ended)
/// </code>
/// A destination is connected to before a byte of the client's is read: until then the next one can be tried, and the client is slowed down by its kernel.
/// </summary>
internal sealed unsafe class RelayPair(RelayLoop loop, IRelayHandler handler, RelayLimits limits) : LoopEntry(loop)
{
    private const int ClientSide = 0, DestinationSide = 1;

    /// <summary>Moved for one connection in one turn; then others have theirs.</summary>
    private const int TurnBytes = 1024 * 1024;

    /// <summary>So many bytes are counted at a time.</summary>
    private const int CountBytes = 1024 * 1024;

    private const int None = -1;

    private int _client = None;
    private int _destination = None;
    private State _state;
    private Flow _up;
    private Flow _down;
    private RelayEnd _end;
    private string? _failure;
    private string _reason = CloseReasons.None;
    private long _bytesAtCheck;
    private bool _upLast;

    private enum State
    {
        Waiting,
        Connecting,
        Relaying,
        Ended,
    }

    /// <summary>Bytes read from the client. From any thread.</summary>
    public long Received => Volatile.Read(ref _up.Read);

    /// <summary>Bytes that the client's kernel was given. From any thread.</summary>
    public long Sent => _down.Written;

    /// <summary>How long the destination, and the client, took nothing, in milliseconds.</summary>
    public (long Destination, long Client) Paused => (_up.Paused, _down.Paused);

    public bool IsRelaying => _state == State.Relaying;

    /// <summary>Who is waited for at this moment. From any thread.</summary>
    public HeldUpBy HeldUpBy => _down.Waiting > 0 ? HeldUpBy.Client : _up.Waiting > 0 || _state is State.Waiting or State.Connecting ? HeldUpBy.Service : HeldUpBy.Nobody;

    /// <summary>Nothing is under way, and the last word was the destination's: a client that waits for an answer is not idle.</summary>
    public bool IsIdle => _state == State.Relaying && !_upLast && _up.Waiting == 0 && _down.Waiting == 0;

    /// <summary>Takes the client's descriptor, which stays the caller's; false when the loop can watch no more.</summary>
    public bool TryBegin(int client)
    {
        Loop.Add(this);
        if (!Loop.TryWatch(this, ClientSide, client)) return false;
        _client = client;
        return true;
    }

    /// <summary>Connects to a destination; the answer comes by the handler, also when it is there at once.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="first">Said to the destination before the client's bytes.</param>
    public void Connect(IPEndPoint destination, ReadOnlyMemory<byte> first)
    {
        var fd = Libc.OpenSocket(destination.AddressFamily == AddressFamily.InterNetworkV6);
        var address = destination.Serialize();
        var result = fd < 0 ? fd : Libc.Connect(fd, address.Buffer.Span[..address.Size]);
        if (fd < 0 || (result < 0 && result != -Libc.InProgress) || !Loop.TryWatch(this, DestinationSide, fd))
        {
            if (fd >= 0) _ = Libc.Close(fd);
            (_state, Due) = (State.Waiting, Never);
            handler.ConnectFailed(-result);
            return;
        }

        (_destination, _state, Due) = (fd, State.Connecting, Loop.Now + limits.ConnectTimeout);
        if (!first.IsEmpty) Hold(ref _up, first.Span);
    }

    /// <summary>There is no destination yet: <see cref="IRelayHandler.OnDue"/> at this time.</summary>
    public void WaitUntil(long due) => Due = due;

    public override void OnCommand(int command, string? reason)
    {
        if (_state != State.Ended) handler.OnCommand(command, reason);
    }

    public override void OnEvents(int side, uint events)
    {
        var ends = (events & (Libc.ReadHangUp | Libc.HangUp | Libc.Error)) != 0;
        ref var from = ref side == ClientSide ? ref _up : ref _down;
        if (ends || (events & Libc.In) != 0) from.Readable = true;
        if (ends) from.HangUp = true;
        if (_state == State.Relaying)
        {
            // What came from this side; and what waited until this side would take it.
            if ((events & Libc.Error) != 0 && IsUnread(from, side)) Fail(side, Libc.TakeError(side == ClientSide ? _client : _destination));
            else if (from.Readable) Pump(side);
            if (_state == State.Relaying && (events & Libc.Out) != 0) Pump(1 - side);
        }
        else if (side == ClientSide)
        {
            if ((events & (Libc.HangUp | Libc.Error)) != 0) End(RelayEnd.Client, Reason(Libc.TakeError(_client)));
        }
        else if (_state == State.Connecting && (ends || (events & Libc.Out) != 0))
        {
            Answered(Libc.TakeError(_destination));
        }
    }

    public override void OnReady()
    {
        if (_state == State.Relaying) Pump(ClientSide);
        if (_state == State.Relaying) Pump(DestinationSide);
    }

    public override void OnDue()
    {
        Due = Never;
        if (_state == State.Connecting) Answered(Libc.TimedOut);
        else if (_state == State.Waiting) handler.OnDue();
        else if (_failure is not null) End(_end, _failure);
        else CheckSilence();
    }

    public override void OnFault(Exception error) => End(RelayEnd.Gateway, CloseReasons.Internal);

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

    private void Answered(int error)
    {
        Due = Never;
        if (error == 0)
        {
            _state = State.Relaying;
            handler.Connected();
            Pump(ClientSide);
            if (_state == State.Relaying && _down.Readable) Pump(DestinationSide);
            return;
        }

        Abandon();
        handler.ConnectFailed(error);
    }

    private void Abandon()
    {
        Loop.Close(_destination);
        (_destination, _state, _down) = (None, State.Waiting, default);
        Drop(ref _up);
    }

    /// <summary>Nobody would read the error of this side: what it said before still waits, or its end was read, while it was not told the other's.</summary>
    private bool IsUnread(in Flow from, int side) => from.Waiting > 0 || (from.InputEnded && !(side == ClientSide ? _down : _up).OutputEnded);

    /// <summary>Moves what a side said to the other, for as long as both go along.</summary>
    private void Pump(int side)
    {
        ref var flow = ref side == ClientSide ? ref _up : ref _down;
        var (from, to) = side == ClientSide ? (_client, _destination) : (_destination, _client);
        for (var moved = 0; ;)
        {
            if (flow.Waiting > 0 && !TryDeliver(ref flow, side, to)) return;
            if (flow.InputEnded)
            {
                EndOutput(ref flow, side, to);
                return;
            }

            if (!flow.Readable) return;
            if (moved >= TurnBytes)
            {
                Loop.Ready(this);
                return;
            }

            var count = Libc.Receive(from, Loop.Buffer, RelayLoop.BufferBytes);
            if (count > 0)
            {
                moved += count;
                _upLast = side == ClientSide;
                Volatile.Write(ref flow.Read, flow.Read + count);
                if (flow.Read - flow.Counted >= CountBytes) Count();
                if (count < RelayLoop.BufferBytes && !flow.HangUp) flow.Readable = false;
                if (flow.Discards) flow.Dropped += count;
                else if (!TrySend(ref flow, side, to, count)) return;
            }
            else if (count == 0 || (_failure is not null && count == -Libc.TryAgain))
            {
                flow.InputEnded = true;
            }
            else if (count == -Libc.TryAgain)
            {
                flow.Readable = false;
            }
            else if (count != -Libc.Interrupted)
            {
                flow.InputEnded = true;
                Fail(side, -count);
                return;
            }
        }
    }

    /// <summary>Sends what is in the loop's buffer; false when the rest waits, or the receiver failed.</summary>
    private bool TrySend(ref Flow flow, int side, int to, int count)
    {
        var sent = Libc.Send(to, Loop.Buffer, count);
        if (sent == count) return true;
        if (sent is < 0 and not -Libc.TryAgain)
        {
            flow.Dropped += count;
            Fail(1 - side, -sent);
            return false;
        }

        Hold(ref flow, new ReadOnlySpan<byte>(Loop.Buffer, count)[Math.Max(0, sent)..]);
        return false;
    }

    /// <summary>Sends what waits; false when some still does, or the receiver failed.</summary>
    private bool TryDeliver(ref Flow flow, int side, int to)
    {
        int sent;
        fixed (byte* start = flow.Held) sent = Libc.Send(to, start, flow.Waiting);
        if (sent is < 0 and not -Libc.TryAgain)
        {
            Fail(1 - side, -sent);
            return false;
        }

        handler.Buffered(-Math.Max(0, sent));
        flow.Took(Math.Max(0, sent));
        if (flow.Waiting > 0)
        {
            if (sent > 0 && _failure is not null) Due = Loop.Now + limits.CloseTimeout;
            return false;
        }

        var pause = flow.Release(Loop.Now);
        if (pause > 0) handler.Paused(side == ClientSide ? HeldUpBy.Service : HeldUpBy.Client, pause);
        return true;
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
        if (_up.Discards) End(RelayEnd.Orderly, _reason);
        else if (bytes == _bytesAtCheck) End(RelayEnd.Gateway, CloseReasons.HalfCloseTimeout);
        else (_bytesAtCheck, Due) = (bytes, Loop.Now + limits.HalfCloseTimeout);
    }

    private void Hold(ref Flow flow, ReadOnlySpan<byte> rest)
    {
        flow.Hold(rest, Loop.Now);
        handler.Buffered(rest.Length);
    }

    private void Drop(ref Flow flow)
    {
        if (flow.Waiting == 0) return;
        handler.Buffered(-flow.Waiting);
        flow.Dropped += flow.Waiting;
        _ = flow.Release(Loop.Now);
    }

    private void Count()
    {
        var (received, sent) = (_up.Read, _down.Written);
        handler.Moved(received - _up.Counted, sent - _down.Counted);
        (_up.Counted, _down.Counted) = (received, sent);
    }

    private static string Reason(int error) => error switch
    {
        Libc.ConnectionReset or Libc.BrokenPipe or 0 => CloseReasons.ConnectionReset,
        Libc.TimedOut => CloseReasons.ConnectionTimeout,
        _ => CloseReasons.IoError,
    };
}
