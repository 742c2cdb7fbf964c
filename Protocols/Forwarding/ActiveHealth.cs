namespace SocketGateway.Protocols.Forwarding;

/// <summary>What checks say of a destination. Until they have said anything it is up, or a gateway that starts would refuse its first clients.</summary>
internal sealed class ActiveHealth(ActiveHealthPolicy policy)
{
    private int _against;

    public bool IsDown { get; private set; }

    /// <summary>Takes the result of a check; true when it changes what is thought.</summary>
    public bool Checked(bool ok)
    {
        if (ok != IsDown) _against = 0;
        else _against++;
        if (_against < (IsDown ? policy.Rise : policy.Fall)) return false;
        (IsDown, _against) = (!IsDown, 0);
        return true;
    }
}
