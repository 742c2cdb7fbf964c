using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Counts its calls.</summary>
internal sealed class Waiter : IDestinationWaiter
{
    private int _calls;
    private int _answered;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>True once for each call.</summary>
    public bool TryAnswer()
    {
        if (_answered == Calls) return false;
        _answered++;
        return true;
    }

    public void Ready() => Interlocked.Increment(ref _calls);
}
