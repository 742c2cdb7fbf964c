using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Where a command can try a service, and as whom.</summary>
/// <param name="Address">An address that a client on this machine can connect to.</param>
/// <param name="Port">The bound port.</param>
/// <param name="Service">The service behind it.</param>
/// <param name="User">A login name that exists, if any does.</param>
/// <param name="Tls">How its listener speaks TLS; null: not at all.</param>
internal sealed record TryMeTarget(IPAddress Address, int Port, ServiceOptions Service, string? User, TlsMode? Tls = null)
{
    /// <summary>Whether TLS begins with the connection.</summary>
    public bool IsTls => Tls == TlsMode.Implicit;

    /// <summary>The program that connects standard input and output to a port.</summary>
    public string Ncat => IsTls ? "ncat --ssl" : "ncat";

    /// <summary>What is typed to talk to the port by hand.</summary>
    public string Terminal => IsTls ? $"openssl s_client -quiet -connect {Authority}" : $"telnet {Words}";

    /// <summary>As the programs that take two words want it: <c>127.0.0.1 10007</c>.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Address} {Port}");

    /// <summary>As in a URL: <c>127.0.0.1:10007</c>, <c>[::1]:10007</c>.</summary>
    public string Authority => string.Create(
        CultureInfo.InvariantCulture, $"{(Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]" : Address)}:{Port}");
}
