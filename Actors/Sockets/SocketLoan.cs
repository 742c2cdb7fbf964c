using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// The descriptor of a socket that Akka.IO owns, lent to an event loop. It stays valid for as long as this is not disposed of: were the socket closed meanwhile, which its actor does not do, .NET would shut it
/// down and wait for that, and the loop hears a shutdown at once. So it costs no descriptor, unlike a <see cref="SocketDuplicate"/>, which is for those that answer when they like.
/// </summary>
internal sealed class SocketLoan : SafeHandle
{
    private readonly SafeSocketHandle _owned;

    private SocketLoan(SafeSocketHandle owned)
        : base(-1, ownsHandle: true)
    {
        _owned = owned;
        SetHandle(owned.DangerousGetHandle());
    }

    public override bool IsInvalid => handle < 0;

    /// <summary>Null when the socket is closed already.</summary>
    public static SocketLoan? Of(Socket? socket)
    {
        if (socket is null) return null;
        var held = false;
        try
        {
            var owned = socket.SafeHandle;
            owned.DangerousAddRef(ref held);
            return new SocketLoan(owned);
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    protected override bool ReleaseHandle()
    {
        _owned.DangerousRelease();
        return true;
    }
}
