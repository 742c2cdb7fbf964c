using System.Globalization;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Where a node is reached by others: <c>host:port</c>.</summary>
internal readonly record struct ClusterAddress(string Host, int Port)
{
    /// <summary>Reads one; names and IPv4 addresses only, as the addresses of actors have no room for the colons of IPv6.</summary>
    public static bool TryParse(string text, out ClusterAddress address)
    {
        address = default;
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !IsHost(text[..colon]) || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        address = new ClusterAddress(text[..colon], port);
        return true;
    }

    public static bool IsHost(string host) => Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;

    public override string ToString() => $"{Host}:{Port}";
}
