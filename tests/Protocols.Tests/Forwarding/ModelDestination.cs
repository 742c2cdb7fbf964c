using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>A destination as <see cref="PoolModel"/> sees it.</summary>
internal sealed class ModelDestination
{
    private string _checks = "";

    public DestinationSettings Settings { get; set; } = new("");
    public bool Removed { get; set; }
    public bool Drained { get; set; }
    public bool Resolved { get; set; }
    public bool Down { get; private set; }
    public int Active { get; set; }
    public long Taken { get; set; }

    public void Check(bool ok)
    {
        _checks += ok ? '+' : '-';
        if (_checks.EndsWith("---", StringComparison.Ordinal)) Down = true;
        if (_checks.EndsWith("++", StringComparison.Ordinal)) Down = false;
    }

    public DestinationState StateWhen(bool ejected, bool full) =>
        Removed ? DestinationState.Removed
        : Drained ? DestinationState.Draining
        : !Resolved ? DestinationState.Unresolved
        : Down ? DestinationState.Down
        : ejected ? DestinationState.Ejected
        : full ? DestinationState.Full
        : DestinationState.Up;
}
