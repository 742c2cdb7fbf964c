using Microsoft.Extensions.Logging;

namespace SocketGateway.Actors.Clustering;

/// <summary>What a node's part in the cluster says in the log.</summary>
internal static partial class ClusterLog
{
    public const int CertificateRefusedId = 454;
    public const int HandshakeFailedId = 455;

    [LoggerMessage(450, LogLevel.Information, "the cluster's actor system is up at {Address}")]
    public static partial void Up(ILogger logger, string address);

    [LoggerMessage(451, LogLevel.Warning, "the cluster's actor system at {Address} ended ({Reason}): connections go on, links are made anew by another one in {Delay}")]
    public static partial void Ended(ILogger logger, string address, string reason, TimeSpan delay);

    [LoggerMessage(452, LogLevel.Warning, "no actor system for the cluster can be made at {Address}, tried again in {Delay}: {Error}")]
    public static partial void CannotStart(ILogger logger, string address, TimeSpan delay, string error);

    [LoggerMessage(453, LogLevel.Warning, "{Node} was unreachable for {Time}: it is down")]
    public static partial void Downed(ILogger logger, string node, TimeSpan time);

    [LoggerMessage(456, LogLevel.Information, "{Node} has joined and asks for its share: sessions move to it")]
    public static partial void Rebalances(ILogger logger, string node);

    [LoggerMessage(457, LogLevel.Information, "{Node} has its share of sessions")]
    public static partial void Rebalanced(ILogger logger, string node);

    [LoggerMessage(CertificateRefusedId, LogLevel.Warning, "a node was refused (x{Count}), its certificate: {Reason}")]
    public static partial void CertificateRefused(ILogger logger, long count, string reason);

    [LoggerMessage(HandshakeFailedId, LogLevel.Warning, "a TLS handshake with another node failed (x{Count}): there is no link to that one")]
    public static partial void HandshakeFailed(ILogger logger, long count);
}
