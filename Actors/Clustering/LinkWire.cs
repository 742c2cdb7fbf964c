using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// The TCP connection of one link. Frames are bounded by the link's own window, so nothing here holds a writer up. Not thread-safe: the end of the link is its only user, and hears
/// what the socket's actor has to say.
/// </summary>
/// <param name="socket">What the actor owns; null under TLS, where everything has to go through the actor.</param>
/// <param name="owner">The socket's actor, in pull mode.</param>
/// <param name="maxFrame">The longest frame in bytes.</param>
internal sealed class LinkWire(Socket? socket, IActorRef owner, int maxFrame)
{
    private readonly ChannelSocket _socket = new(socket, owner);
    private readonly FrameAssembler _frames = new(maxFrame);
    private readonly byte[] _outbound = new byte[FrameAssembler.PrefixBytes + maxFrame];
    private ReadOnlyMemory<byte> _arrived;

    /// <summary>What arrived is no stream of frames.</summary>
    public string? Error => _frames.Error;

    /// <summary>The socket's actor.</summary>
    public IActorRef Owner => _socket.Owner;

    /// <summary>The instant at which it was closed from here, in milliseconds of the node's clock; 0 while it is open.</summary>
    public long ClosedAt { get; private set; }

    /// <summary>Asks for what has arrived, or else arrives next.</summary>
    public void Pull(IActorRef link) => Owner.Tell(Tcp.ResumeReading.Instance, link);

    public void Send(ReadOnlySpan<byte> frame, IActorRef link)
    {
        FrameAssembler.WritePrefix(_outbound, frame.Length);
        frame.CopyTo(_outbound.AsSpan(FrameAssembler.PrefixBytes));
        _socket.WriteCopy(_outbound.AsSpan(0, FrameAssembler.PrefixBytes + frame.Length), link);
    }

    public void Acknowledged(IActorRef link) => _socket.Acknowledged(link);

    public void Arrived(Tcp.Received received) => _arrived = ByteStrings.AsMemory(received.Data);

    /// <summary>The next whole frame of what arrived.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> frame) => _frames.TryTake(ref _arrived, out frame);

    /// <summary>FIN after what was sent; the other end may still speak.</summary>
    public void Close(long now, IActorRef link)
    {
        ClosedAt = now;
        Owner.Tell(Tcp.ConfirmedClose.Instance, link);
    }

    public void Abort(IActorRef link) => Owner.Tell(Tcp.Abort.Instance, link);
}
