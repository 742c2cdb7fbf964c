using System.Net;
using System.Net.Sockets;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Ports of 127.0.0.1 that are free now, below the range from which the kernel gives clients theirs.</summary>
internal static class FreePorts
{
    private const int Lowest = 12_000;
    private const int Highest = 32_000;
    private const int Span = 128;
    private const int Admin = 100;

    private static readonly int[] WellKnown = [7, 9, 13, 19, 21, 23, 37, 80];

    // Taken in turn, not twice: between finding a port and binding it, nobody else of this program may find it again.
    private static int _next = Random.Shared.Next(Lowest, Highest - Span);

    /// <summary>An offset at which all the well-known ports are free, and a port for the admin endpoints.</summary>
    public static (int Offset, int Admin) Find()
    {
        for (var attempt = 0; attempt < (Highest - Lowest) / Span; attempt++)
        {
            var offset = _next;
            _next = offset + (2 * Span) > Highest ? Lowest : offset + Span;
            if (WellKnown.Append(Admin).All(port => IsFree(offset + port))) return (offset, offset + Admin);
        }

        throw new InvalidOperationException($"no free ports between {Lowest} and {Highest}");
    }

    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
