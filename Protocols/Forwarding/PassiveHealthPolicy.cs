namespace SocketGateway.Protocols.Forwarding;

/// <summary>What ordinary connections may say of a destination's health. Times in milliseconds.</summary>
public sealed record PassiveHealthPolicy
{
    /// <summary>Whether they count at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>So many failed connects in a row, or so many connections in a row that broke before the destination sent a byte, eject it.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>The time of the first ejection; the n-th takes n times as long. Each such time that it stays up takes one off n.</summary>
    public long ReactivationPeriod { get; init; } = 10_000;

    /// <summary>No ejection takes longer.</summary>
    public long MaxReactivationPeriod { get; init; } = 300_000;

    /// <summary>Of all destinations no more are ejected at a time, but one may always be. The last one that is up never is.</summary>
    public int MaxEjectedPercent { get; init; } = 50;
}
