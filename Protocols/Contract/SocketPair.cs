using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>The two sockets of a conversation, each an address and a port.</summary>
/// <param name="Peer">The client's socket.</param>
/// <param name="Local">The gateway's socket, which the client dialled.</param>
public sealed record SocketPair(IPEndPoint Peer, IPEndPoint Local)
{
    /// <summary><c>146.86.5.20:1625 &lt;-&gt; 161.25.19.8:80</c>, the client first.</summary>
    public override string ToString() => $"{Peer} <-> {Local}";
}
