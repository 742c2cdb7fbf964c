using System.Runtime.InteropServices;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Relay;

/// <summary>A connection whose first bytes are looked at: peeked, so that whoever serves it finds them; only a proxy's header is taken off.</summary>
internal sealed unsafe class PreludeEntry(RelayLoop loop, ConnectionId connection, Prelude prelude, SafeHandle socket, IActorRef listener) : LoopEntry(loop)
{
    private readonly int _descriptor = (int)socket.DangerousGetHandle();
    private bool _hangUp;

    public override void OnCommand(int command, string? reason)
    {
        Loop.Add(this);
        Due = Loop.Now + prelude.Patience;
        if (!Loop.TryWatch(this, 0, _descriptor)) End(lost: true);
    }

    public override void OnEvents(int side, uint events)
    {
        if ((events & (Libc.ReadHangUp | Libc.HangUp)) != 0) _hangUp = true;

        // After a reset the kernel still shows what came before it, and nobody is there to be refused or served.
        if ((events & Libc.Error) != 0) End(lost: true);
        else Look(isLate: false);
    }

    public override void OnReady()
    {
    }

    public override void OnDue()
    {
        Due = Never;
        Look(isLate: true);
    }

    public override void OnFault(Exception error) => End(lost: true);

    private void Look(bool isLate)
    {
        while (!prelude.IsDone)
        {
            var room = Math.Min(prelude.MaxBytes, RelayLoop.BufferBytes);
            var count = Libc.Receive(_descriptor, Loop.Buffer, room, Libc.Peek);
            if (count == -Libc.Interrupted) continue;
            if (count < 0 && count != -Libc.TryAgain)
            {
                End(lost: true);
                return;
            }

            var peeked = new ReadOnlySpan<byte>(Loop.Buffer, Math.Max(0, count));
            if (isLate) prelude.Expire(peeked);
            var awaitedHeader = prelude.AwaitsHeader;
            var taken = prelude.IsDone ? 0 : prelude.Look(peeked, isLast: _hangUp || count == 0);
            if (taken > 0) _ = Libc.Receive(_descriptor, Loop.Buffer, taken);
            if (prelude.AwaitsHeader == awaitedHeader) break;

            // The next phase has its own time, and may want more of the bytes that are there already: no event will tell of those.
            if (!prelude.IsDone) Due = Loop.Now + prelude.Patience;
        }

        if (prelude.IsDone) End(lost: false);
    }

    private void End(bool lost)
    {
        if (Slot < 0) return;
        Due = Never;
        Loop.Unwatch(_descriptor);
        Loop.Remove(this);
        socket.Dispose();
        listener.Tell(new PreludeEnded(connection, lost));
    }
}
