using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// The socket of a channel, or of a link: the actor that owns it, and the short ways past that actor. What the kernel takes at once is written at once, and what it has at once is read at once; whatever has
/// to wait goes to the actor, which waits for it. While a write is with the actor everything follows it there, so that the order stands.
/// </summary>
internal sealed partial class ChannelSocket
{
    /// <summary>
    /// The actor gets one write of so many bytes at a time: a peer that takes little is seen to take it, however much waits.
    /// </summary>
    private const int SliceBytes = 64 * 1024;

    private readonly int _bulkReadBytes;
    private readonly PendingOutput _pending = new();
    private Socket? _socket;
    private BulkReadBuffers? _buffers;

    /// <summary>Bytes that the actor was told to write and has not acknowledged; while there are any, everything follows them.</summary>
    private int _underWay;

    /// <param name="socket">What the actor owns; null when everything has to go through the actor.</param>
    /// <param name="owner">The actor.</param>
    /// <param name="bulkReadBytes">An arrival of this length is likely to be followed by more; 0 to leave all reading to the actor.</param>
    public ChannelSocket(Socket? socket, IActorRef owner, int bulkReadBytes = 0)
    {
        (Owner, _bulkReadBytes) = (owner, bulkReadBytes);
        try
        {
            if (socket is not null) socket.Blocking = false;
            _socket = socket;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Gone already; its actor finds out and says so.
        }
    }

    /// <summary>The socket's actor.</summary>
    public IActorRef Owner { get; }

    /// <summary>The kernel said that the peer reset the connection; it says so once, so Akka.IO may see but an end of input.</summary>
    public bool SawReset { get; private set; }

    /// <summary>The last read was full.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Writes; the bytes taken at once. A rest waits, and <see cref="Acknowledged"/> tells as it is taken.</summary>
    public int Write(ReadOnlyMemory<byte> bytes, IActorRef self)
    {
        if (_sending is not null && !TrySpend(bytes.Length)) return Queue(bytes, self);
        var taken = WriteAtOnce(bytes.Span);
        if (taken < bytes.Length) Await(bytes[taken..], self);
        return taken;
    }

    /// <summary>The same for bytes that are the caller's again afterwards: a rest is copied.</summary>
    public void WriteCopy(ReadOnlySpan<byte> bytes, IActorRef self)
    {
        var taken = WriteAtOnce(bytes);
        if (taken < bytes.Length) Await(bytes[taken..].ToArray(), self);
    }

    /// <summary>The actor's write is with the kernel: what waits follows. The bytes that were taken with this.</summary>
    public int Acknowledged(IActorRef self)
    {
        var taken = _underWay;
        _underWay = 0;
        return taken + WriteOn(self);
    }

    /// <summary>What waits goes on, unless it waits for the actor or for a limit; the bytes that were taken with this.</summary>
    public int WriteOn(IActorRef self)
    {
        var taken = 0;
        while (_underWay == 0 && !_pending.IsEmpty && !IsHolding(_sending))
        {
            var next = TakePending();
            var sent = _socket is null ? 0 : Send(next.Span);
            taken += sent;
            if (sent < next.Length) Pass(next[sent..], self);
        }

        return taken;
    }

    /// <summary>Somebody else writes to the socket's actor from here on: what waits goes there first, all of it.</summary>
    public void HandOver(IActorRef self)
    {
        _socket = null;
        while (!_pending.IsEmpty) Pass(TakePending(), self);
    }

    /// <summary>The actor has read this much.</summary>
    public void Received(int bytes)
    {
        HasMore = _bulkReadBytes > 0 && bytes >= _bulkReadBytes && _socket is not null;
        _receiving?.Spend(bytes, MonotonicClock.Now);
    }

    /// <summary>Reads what is there; empty when the actor has to be asked, for more to come or for how it ended.</summary>
    /// <param name="account">The channel's account, which is given the bytes next.</param>
    /// <param name="epoch">The incarnation of the moment.</param>
    public ReadOnlyMemory<byte> TryRead(ChannelLedger account, int epoch)
    {
        HasMore = false;
        if (_socket is null) return default;
        var buffers = _buffers ??= new BulkReadBuffers(BulkReadBuffers.Shared);
        var room = buffers.Room(account.Committed, epoch);
        if (_receiving is not null && room.Length > _receiving.Slice) room = room[.._receiving.Slice];
        try
        {
            var count = _socket.Receive(room.Span, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock)) GiveUp(error);
            if (error is not SocketError.Success || count == 0) return default;
            HasMore = count == room.Length;
            _receiving?.Spend(count, MonotonicClock.Now);
            return buffers.Fill(count, account.Arrived + count);
        }
        catch (ObjectDisposedException)
        {
            _socket = null;
            return default;
        }
    }

    /// <summary>The channel is over, and so are the reads past its actor.</summary>
    public void Release(ChannelLedger account, int epoch)
    {
        _socket = null;
        _buffers?.Release(account.Committed, epoch);
        _buffers = null;
    }

    private int WriteAtOnce(ReadOnlySpan<byte> bytes) => _underWay == 0 && _socket is not null ? Send(bytes) : 0;

    private void Await(ReadOnlyMemory<byte> rest, IActorRef self)
    {
        _pending.Append(rest);
        if (_underWay == 0) Pass(_pending.Take(SliceBytes), self);
    }

    private void Pass(ReadOnlyMemory<byte> slice, IActorRef self)
    {
        _underWay += slice.Length;
        Owner.Tell(Tcp.Write.Create(ByteStrings.From(slice), WriteAck.Instance), self);
    }

    private int Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var taken = _socket!.Send(bytes, SocketFlags.None, out var error);
            if (error is SocketError.Success) return taken;
            if (error is not SocketError.WouldBlock) GiveUp(error);
        }
        catch (ObjectDisposedException)
        {
            _socket = null;
        }

        return 0;
    }

    /// <summary>The same fails in Akka.IO next, and its failure ends the connection in the one way there is.</summary>
    private void GiveUp(SocketError error)
    {
        SawReset = SocketErrors.Reason(error) == CloseReasons.ConnectionReset;
        _socket = null;
    }
}
