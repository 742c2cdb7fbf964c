using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Gateway.Logins;

/// <summary>Which addresses count as one client.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address stands for itself; of an IPv6 address the first 64 bits do: whoever has one of them has them all.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
