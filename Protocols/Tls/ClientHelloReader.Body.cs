using System.Net.Security;
using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Protocols.Tls;

/// <summary>The message itself, once it is whole.</summary>
internal static partial class ClientHelloReader
{
    private const int RandomBytes = 32;
    private const int MaxSessionIdBytes = 32;
    private const int ServerNameExtension = 0;
    private const int AlpnExtension = 16;
    private const byte HostNameType = 0;

    private static PeekResult ReadBody(ReadOnlySpan<byte> body, out ClientHello? hello)
    {
        hello = null;
        var reader = new TlsReader(body);
        var version = reader.UInt16();
        reader.Take(RandomBytes);
        var sessionId = reader.Vector8();
        var suites = reader.Vector16();
        var compressions = reader.Vector8();
        if (reader.Failed || version >> 8 != MajorVersion || sessionId.Length > MaxSessionIdBytes || suites.IsEmpty || suites.Length % 2 != 0 || compressions.IsEmpty)
            return PeekResult.Malformed("bad_hello");

        // Clients of old have no extensions, and then not even their length (RFC 5246 section 7.4.1.2).
        var extensions = reader.AtEnd ? default : reader.Vector16();
        if (reader.Failed || !reader.AtEnd) return PeekResult.Malformed("bad_extensions");
        return ReadExtensions(extensions, out hello);
    }

    private static PeekResult ReadExtensions(ReadOnlySpan<byte> extensions, out ClientHello? hello)
    {
        hello = null;
        var reader = new TlsReader(extensions);
        var (hasName, hasProtocols) = (false, false);
        ReadOnlySpan<byte> name = default, protocols = default;
        while (!reader.AtEnd)
        {
            var type = reader.UInt16();
            var data = reader.Vector16();
            if (reader.Failed) return PeekResult.Malformed("bad_extensions");
            if (type is not (ServerNameExtension or AlpnExtension)) continue;
            ref var seen = ref type == ServerNameExtension ? ref hasName : ref hasProtocols;
            if (seen) return PeekResult.Malformed("duplicate_extension");
            seen = true;
            if (type == ServerNameExtension && !TryFindHostName(data, out name)) return PeekResult.Malformed("bad_server_name");
            if (type == AlpnExtension && !TryFindProtocols(data, out protocols)) return PeekResult.Malformed("bad_alpn");
        }

        var host = name.IsEmpty ? null : HostName.Read(name);
        if (host is null && !name.IsEmpty) return PeekResult.Malformed("bad_server_name");
        hello = new ClientHello(host, ProtocolsOf(protocols));
        return PeekResult.Done;
    }

    /// <summary>The one host name of a list (RFC 6066 section 3); empty when the list holds names of other kinds only.</summary>
    private static bool TryFindHostName(ReadOnlySpan<byte> extension, out ReadOnlySpan<byte> name)
    {
        name = default;
        var reader = new TlsReader(extension);
        var list = new TlsReader(reader.Vector16());
        if (reader.Failed || !reader.AtEnd || list.AtEnd) return false;
        while (!list.AtEnd)
        {
            var type = list.Byte();
            var entry = list.Vector16();
            if (list.Failed || entry.IsEmpty || (type == HostNameType && !name.IsEmpty)) return false;
            if (type == HostNameType) name = entry;
        }

        return true;
    }

    /// <summary>The list of protocols (RFC 7301 section 3.1), each of which has at least one byte.</summary>
    private static bool TryFindProtocols(ReadOnlySpan<byte> extension, out ReadOnlySpan<byte> protocols)
    {
        var reader = new TlsReader(extension);
        protocols = reader.Vector16();
        var list = new TlsReader(protocols);
        if (reader.Failed || !reader.AtEnd || list.AtEnd) return false;
        while (!list.AtEnd)
        {
            if (list.Vector8().IsEmpty) return false;
        }

        return true;
    }

    private static List<SslApplicationProtocol> ProtocolsOf(ReadOnlySpan<byte> list)
    {
        var reader = new TlsReader(list);
        var protocols = new List<SslApplicationProtocol>();
        while (!reader.AtEnd) protocols.Add(new SslApplicationProtocol(reader.Vector8().ToArray()));
        return protocols;
    }
}
