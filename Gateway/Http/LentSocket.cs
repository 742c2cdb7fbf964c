using System.Net.Sockets;

namespace SocketGateway.Gateway.Http;

/// <summary>A duplicate of a connection's descriptor as Kestrel's transport wants it. The transport closes it in its own time; its lease hears of that just before, while the kernel can still be asked, and after.</summary>
internal sealed class LentSocket(SafeSocketHandle descriptor, KestrelLease lease) : Socket(descriptor)
{
    private int _closes;

    protected override void Dispose(bool disposing)
    {
        var isFirst = disposing && Interlocked.Exchange(ref _closes, 1) == 0;
        if (isFirst) lease.Closing();
        base.Dispose(disposing);
        if (isFirst) lease.Closed();
    }
}
