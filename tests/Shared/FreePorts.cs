using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Shared;

/// <summary>Ports of 127.0.0.1 that are free now, below the range from which the kernel gives clients theirs.</summary>
internal static class FreePorts
{
    private const int Lowest = 12_000;
    private const int Highest = 32_000;
    private const int Admin = 100;
    private const int Attempts = 200;

    private static readonly int[] WellKnown = [7, 9, 13, 19, 21, 23, 37, 80];

    private static readonly Lock Turn = new();

    // Taken in turn, not twice: between finding a port and binding it, nobody else of this program may find it again.
    private static int _next = Random.Shared.Next(Lowest, Highest - Admin);

    /// <summary>An offset at which all the well-known ports are free, and a port for the admin endpoints.</summary>
    public static (int Offset, int Admin) Find()
    {
        var offset = Base([.. WellKnown, Admin]);
        return (offset, offset + Admin);
    }

    public static int One() => Base([0]);

    /// <summary>The first of two in a row, as a node of a cluster needs them.</summary>
    public static int Pair() => Base([0, 1]);

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

    /// <summary>A base to which each of these, in ascending order, can be added.</summary>
    private static int Base(int[] offsets)
    {
        var span = offsets[^1] + 1;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            int port;
            lock (Turn)
            {
                port = _next;
                _next = port + (2 * span) > Highest ? Lowest : port + span;
            }

            if (offsets.All(offset => IsFree(port + offset))) return port;
        }

        throw new InvalidOperationException($"no free ports between {Lowest} and {Highest}");
    }
}
