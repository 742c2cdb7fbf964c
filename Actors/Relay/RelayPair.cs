using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Messages;
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
internal sealed unsafe partial class RelayPair(RelayLoop loop, IRelayHandler handler, RelayLimits limits, ConnectionBandwidth? bandwidth = null) : LoopEntry(loop)
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
    private ReadOnlyMemory<byte> _first;
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
    public HeldUpBy HeldUpBy => _down.Waiting > 0 ? HeldUpBy.Client : _up.Waiting > 0 || _state is State.Waiting or State.Connecting ? HeldUpBy.Service : IsThrottled ? HeldUpBy.Limit : HeldUpBy.Nobody;

    /// <summary>Nothing is under way, and the last word was the destination's: a client that waits for an answer is not idle.</summary>
    public bool IsIdle => _state == State.Relaying && !_upLast && _up.Waiting == 0 && _down.Waiting == 0 && !IsUnderWay(_up) && !IsUnderWay(_down);

    /// <summary>A turn ended before all was read that the sender has said: the rest has its turn soon, or when the limit allows.</summary>
    private static bool IsUnderWay(in Flow flow) => flow is { Readable: true, InputEnded: false, Discards: false };

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
        _first = first;
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
        if (ends || (events & Libc.Urgent) != 0) from.HasMore = true;
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
        else if (IsThrottled) Due = Loop.Now + (_failure is null ? limits.HalfCloseTimeout : limits.CloseTimeout);
        else if (_failure is not null) End(_end, _failure);
        else CheckSilence();
    }

    public override void OnFault(Exception error) => End(RelayEnd.Gateway, CloseReasons.Internal);

    private void Answered(int error)
    {
        Due = Never;
        if (error == 0)
        {
            _state = State.Relaying;
            if (!_first.IsEmpty) Hold(ref _up, _first.Span);
            _first = default;
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
        (_destination, _state, _down, _first) = (None, State.Waiting, default, default);
    }

    /// <summary>Nobody would read the error of this side: what it said before still waits, or its end was read, while it was not told the other's.</summary>
    private bool IsUnread(in Flow from, int side) => from.Waiting > 0 || IsHeldBack(from) || (from.InputEnded && !(side == ClientSide ? _down : _up).OutputEnded);

    /// <summary>Moves what a side said to the other, for as long as both go along.</summary>
    private void Pump(int side)
    {
        ref var flow = ref side == ClientSide ? ref _up : ref _down;
        var (from, to, throttle) = side == ClientSide ? (_client, _destination, _receiving) : (_destination, _client, _sending);
        for (var moved = 0; ;)
        {
            if (flow.Waiting > 0 && !TryDeliver(ref flow, side, to)) return;
            if (flow.InputEnded)
            {
                EndOutput(ref flow, side, to);
                return;
            }

            if (!flow.Readable) return;
            if (moved >= (throttle?.Slice ?? TurnBytes))
            {
                Loop.Ready(this);
                return;
            }

            var room = RelayLoop.BufferBytes;
            if (throttle is not null && !TryMakeRoom(ref flow, throttle, ref room)) return;

            // Here nothing waits, so what was read was written.
            if (flow.Read - flow.Counted >= CountBytes) Count();
            var count = Libc.Receive(from, Loop.Buffer, room);
            if (count > 0)
            {
                moved += count;
                _upLast = side == ClientSide;
                Volatile.Write(ref flow.Read, flow.Read + count);
                if (count < room && !flow.HasMore) flow.Readable = false;
                if (flow.Discards)
                {
                    flow.Dropped += count;
                    continue;
                }

                throttle?.Spend(count, Loop.Now);
                if (!TrySend(ref flow, side, to, count)) return;
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

        // Whoever ends has its time anew with every byte that is taken.
        if (sent > 0 && (_up.Discards || _down.Discards)) Due = Loop.Now + limits.CloseTimeout;
        if (flow.Waiting > 0) return false;

        var pause = flow.Release(Loop.Now);
        if (pause > 0) handler.Paused(side == ClientSide ? HeldUpBy.Service : HeldUpBy.Client, pause);
        return true;
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
}
