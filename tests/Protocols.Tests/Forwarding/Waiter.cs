using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Counts its calls.</summary>
internal sealed class Waiter : IDestinationWaiter
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public void Ready() => Interlocked.Increment(ref _calls);
}
