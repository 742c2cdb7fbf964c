namespace SocketGateway.Protocols.Admission;

/// <summary>
/// How near the process is to its last descriptor. Above 95 % of the limit, or with fewer than 64 left, no client is to come in; only below 90 %, and with more than 128 left, ports
/// open again: what is between keeps them from opening and closing with every client. Accepted sockets that nobody has looked at yet need the rest, and so do files and
/// transfers of those that are connected.
/// </summary>
internal static class DescriptorHeadroom
{
    /// <summary>Kept free however low the limit is.</summary>
    public const int Reserve = 64;

    /// <summary>Descriptors that may still be opened for clients; negative: so many too many are open.</summary>
    public static long Left(long used, long limit) => limit - Kept(limit) - used;

    /// <summary>Whether clients are to be kept out, from whether they are now.</summary>
    public static bool IsShort(long used, long limit, bool wasShort) => Left(used, limit) <= (wasShort ? Kept(limit) : 0);

    private static long Kept(long limit) => Math.Max(limit / 20, Reserve);
}
