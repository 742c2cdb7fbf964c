using SocketGateway.Actors.State;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Actors.Relay;

/// <summary>How fast a relayed connection is read, where its listener sets a limit: what may not be read yet stays with the sender's kernel and this one's.</summary>
internal sealed partial class RelayPair
{
    private readonly Throttle? _receiving = bandwidth?.Receiving(MonotonicClock.Now);
    private readonly Throttle? _sending = bandwidth?.Sending(MonotonicClock.Now);

    /// <summary>Bytes wait for the limit: no side is silent, and no clock runs out over that.</summary>
    private bool IsThrottled => IsHeldBack(_up) || IsHeldBack(_down);

    private static bool IsHeldBack(in Flow flow) => flow is { IsThrottled: true, InputEnded: false, Discards: false };

    /// <summary>What the next read may bring; false when nothing may be read before another sweep. What would only be dropped may come as it likes: it is soon over.</summary>
    private bool TryMakeRoom(ref Flow flow, Throttle throttle, ref int room)
    {
        flow.IsThrottled = !flow.Discards && throttle.IsHolding(Loop.Now);
        if (flow.IsThrottled)
        {
            Loop.Later(this);
            return false;
        }

        if (!flow.Discards) room = Math.Min(room, throttle.Slice);
        return true;
    }
}
