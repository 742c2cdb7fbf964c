using System.Buffers;
using System.Net.Security;
using System.Text;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.ProxyProtocol;

namespace SocketGateway.Actors.Relay;

/// <summary>What a destination is told of a client before its first byte. A gateway behind this one takes the trace from it.</summary>
internal static class ProxyPreface
{
    /// <summary>The header; empty when there is to be none.</summary>
    public static ReadOnlyMemory<byte> Of(ConnectionInfo connection, ProxyProtocolVersion version)
    {
        if (version == ProxyProtocolVersion.Off) return default;
        var output = new ArrayBufferWriter<byte>();
        var (client, local) = (connection.Sockets.Peer, connection.Sockets.Local);
        if (version == ProxyProtocolVersion.V1) ProxyHeaderWriter.WriteV1(client, local, output);
        else ProxyHeaderWriter.WriteV2(client, local, Extensions(connection), checksum: true, output);
        return output.WrittenMemory;
    }

    /// <summary>The same of a connection of the gateway's own, which no client is behind.</summary>
    public static ReadOnlyMemory<byte> OfCheck(ProxyProtocolVersion version)
    {
        if (version == ProxyProtocolVersion.Off) return default;
        if (version == ProxyProtocolVersion.V1) return "PROXY UNKNOWN\r\n"u8.ToArray();
        var output = new ArrayBufferWriter<byte>();
        ProxyHeaderWriter.WriteV2Local(output);
        return output.WrittenMemory;
    }

    private static List<ProxyTlv> Extensions(ConnectionInfo connection)
    {
        var tlvs = new List<ProxyTlv> { ProxyTlv.UniqueId(Encoding.ASCII.GetBytes(connection.Id.ToString())) };
        if (connection.Tls?.ApplicationProtocol is { Length: > 0 } protocol) tlvs.Add(ProxyTlv.Alpn(new SslApplicationProtocol(protocol)));
        if (connection.ServerName is { } name) tlvs.Add(ProxyTlv.Authority(name));
        if (connection.Trace is var trace && trace != default)
            tlvs.Add(ProxyTlv.TraceParent($"00-{trace.TraceId.ToHexString()}-{trace.SpanId.ToHexString()}-{(byte)trace.TraceFlags:x2}"));
        return tlvs;
    }
}
