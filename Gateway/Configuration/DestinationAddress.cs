using System.Globalization;
using System.Net;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Where a destination is: <c>host:port</c>, <c>1.2.3.4:port</c> or <c>[::1]:port</c>.</summary>
internal readonly record struct DestinationAddress(string Host, int Port)
{
    /// <summary>Its address, if it is one and not a name.</summary>
    public IPEndPoint? EndPoint => IPAddress.TryParse(Host, out var address) ? new IPEndPoint(address, Port) : null;

    public static bool TryParse(string text, out DestinationAddress address)
    {
        address = default;
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return false;
        var host = text[..colon];
        var inBrackets = host.StartsWith('[') && host.EndsWith(']');
        if (inBrackets) host = host[1..^1];
        var kind = Uri.CheckHostName(host);
        if (kind == UriHostNameType.Unknown || kind == UriHostNameType.IPv6 != inBrackets) return false;
        address = new DestinationAddress(host, port);
        return true;
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
