namespace SocketGateway.Protocols.Forwarding;

/// <summary>Failed connects by <see cref="ConnectFailure"/>.</summary>
public readonly record struct ConnectFailureCounts(long Refused, long TimedOut, long Reset, long Unreachable, long TlsFailed, long Other)
{
    /// <summary>All of them.</summary>
    public long Total => Refused + TimedOut + Reset + Unreachable + TlsFailed + Other;

    /// <summary>These, and one more.</summary>
    public ConnectFailureCounts Plus(ConnectFailure failure) => failure switch
    {
        ConnectFailure.Refused => this with { Refused = Refused + 1 },
        ConnectFailure.TimedOut => this with { TimedOut = TimedOut + 1 },
        ConnectFailure.Reset => this with { Reset = Reset + 1 },
        ConnectFailure.Unreachable => this with { Unreachable = Unreachable + 1 },
        ConnectFailure.TlsFailed => this with { TlsFailed = TlsFailed + 1 },
        _ => this with { Other = Other + 1 },
    };
}
