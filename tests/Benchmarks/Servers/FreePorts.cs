using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>Ports of 127.0.0.1 that are free now, below the range from which the kernel gives clients theirs.</summary>
internal static class FreePorts
{
    private const int Lowest = 12_000, Highest = 32_000, Attempts = 200;

    // Taken in turn, never twice: between finding a port and binding it nobody else of this program may find it again.
    private static int _next = Random.Shared.Next(Lowest, Highest);

    /// <summary>A base to which each of <paramref name="offsets"/> can be added.</summary>
    public static int Base(params ReadOnlySpan<int> offsets)
    {
        var span = offsets[^1] + 1;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = _next;
            _next = _next + span > Highest ? Lowest : _next + span;
            if (AllFree(port, offsets))
                return port;
        }
        throw new BenchmarkException($"No free ports between {Lowest} and {Highest}.");
    }

    public static int One() => Base(0);

    private static bool AllFree(int port, ReadOnlySpan<int> offsets)
    {
        foreach (var offset in offsets)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port + offset);
            try
            {
                listener.Start();
            }
            catch (SocketException)
            {
                return false;
            }
        }
        return true;
    }
}
