using System.Net;
using System.Net.Sockets;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

/// <summary>Short words for addresses and networks.</summary>
internal static class Addresses
{
    public static IPAddress Address(string text) => IPAddress.Parse(text);

    /// <summary>A network, or a single address.</summary>
    public static IPNetwork Network(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal)) return IPNetwork.Parse(text);
        var address = Address(text);
        return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    public static NetworkSet Set(params string[] networks) => new(networks.Select(Network));
}
