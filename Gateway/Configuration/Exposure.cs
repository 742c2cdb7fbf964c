using System.Net;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Configuration;

/// <summary>What is safe only while no other machine can reach it.</summary>
internal static class Exposure
{
    /// <summary>Whether other machines can reach any listener; of the listeners of other nodes it is taken for granted, unless these can only be on this machine.</summary>
    public static bool IsExposed(GatewayOptions options) =>
        HasFarGateways(options) || options.EnabledListeners().Any(listener => options.IsExposed(listener.Value));

    /// <summary>Whether other machines can reach the service, as above; what this node does not bind, another that shares its configuration may.</summary>
    public static bool IsExposed(GatewayOptions options, string service) => HasFarGateways(options) || options.Listeners.Values.Any(
        listener => listener.Enabled && options.IsExposed(listener) && listener.Services.Contains(service, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a user may log in over this connection. In a cluster its listener is another node's business: where the client came in tells.</summary>
    public static bool AllowsLogin(GatewayOptions options, SessionConnection connection, User user)
    {
        if (!options.Cluster.Enabled) return AllowsLogin(options, options.Listeners[connection.Listener], connection.Service, user, connection.Tls is not null);
        var (peer, local) = (connection.SocketPair.Peer.Address, connection.SocketPair.Local.Address);

        // Links do not carry the proxy of a client, whose own address is no loopback one then.
        var isSafe = connection.Tls is not null || (connection.Info.Proxy is null && IPAddress.IsLoopback(local) && IPAddress.IsLoopback(peer));
        return isSafe || !NeedsProtection(user) || options.Services[connection.Service].AllowClearText;
    }

    /// <summary>Whether a user may log in through this listener. Without TLS the password of an operator, or of one who gets a shell, is not
    /// to cross a network unasked.</summary>
    /// <param name="options">The options.</param>
    /// <param name="listener">Where the client came in.</param>
    /// <param name="service">Where it went.</param>
    /// <param name="user">Who it is.</param>
    /// <param name="isProtected">Whether the connection is under TLS.</param>
    public static bool AllowsLogin(GatewayOptions options, ListenerOptions listener, string service, User user, bool isProtected = false) =>
        isProtected || !options.IsExposed(listener) || !NeedsProtection(user) || options.Services[service].AllowClearText;

    /// <summary>What to say at start, a line per exposed listener.</summary>
    public static IEnumerable<string> Warnings(GatewayOptions options)
    {
        foreach (var (name, listener) in options.EnabledListeners().Where(listener => options.IsExposed(listener.Value) && !listener.Value.IsTls))
        {
            var until = listener.Tls is null ? "" : ", until they ask for TLS";
            yield return $"Listener {name} on {options.EndPointOf(listener)} serves {string.Join(", ", listener.Services)} in clear text to other machines{until}.";
        }

        if (options.Users.Count > 0) yield break;
        if (options.Cluster.Enabled) yield return "Logins are refused: no users are configured, and the nodes of a cluster have to agree on them.";
        else if (IsExposed(options)) yield return "Logins are refused: no users are configured, and other machines can reach a listener.";
    }

    /// <summary>Decides anonymous FTP where nothing was set: only while the service cannot be reached from outside.</summary>
    public static GatewayOptions WithSafeAnonymousAccess(GatewayOptions options) => options with
    {
        Services = options.Services.ToDictionary(
            service => service.Key,
            service => service.Value.Settings is FtpServiceOptions { Anonymous: null } ftp
                ? service.Value with { Settings = ftp with { Anonymous = SafeAccess(options, service.Key) } }
                : service.Value,
            StringComparer.OrdinalIgnoreCase),
    };

    private static bool HasFarGateways(GatewayOptions options) => options.Cluster.Enabled && !IsLoopback(options.Cluster.Hostname);

    /// <summary>Whether a host can only be this machine.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool NeedsProtection(User user) => user.IsOperator || user.MayLogIn;

    private static AnonymousAccess SafeAccess(GatewayOptions options, string service) =>
        IsExposed(options, service) ? AnonymousAccess.Off : AnonymousAccess.ReadOnly;
}
