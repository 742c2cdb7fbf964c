using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace SocketGateway.Actors.Clustering;

/// <summary>Where a node takes links: its host's address, and a port that follows from the cluster's.</summary>
internal static class LinkHost
{
    /// <summary>The port after that of the cluster: it has to be known before the cluster knows a node, as when all that it knew are gone and one comes back.</summary>
    public static int PortOf(int clusterPort) => clusterPort + 1;

    public static int PortOf(Address node) => PortOf(node.Port!.Value);

    /// <summary>Tells <paramref name="asker"/> the IPv4 address of a host: <see cref="Found"/> or <see cref="NotFound"/>.</summary>
    public static void Find(string host, IActorRef asker)
    {
        if (IPAddress.TryParse(host, out var literal)) asker.Tell(new Found(literal));
        else FindAsync(host).PipeTo(asker);
    }

    private static async Task<object> FindAsync(string host)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork).ConfigureAwait(false);
            return found.Length == 0 ? new NotFound($"{host} has no address") : new Found(found[0]);
        }
        catch (Exception error)
        {
            return new NotFound(error.Message);
        }
    }

    internal sealed record Found(IPAddress Address) : INoSerializationVerificationNeeded;

    internal sealed record NotFound(string Error) : INoSerializationVerificationNeeded;
}
