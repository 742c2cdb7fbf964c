using System.Runtime.InteropServices;

namespace SocketGateway.Actors.Relay;

/// <summary>One epoll descriptor, edge-triggered, and the room for its events. Each descriptor carries a token of the caller's.</summary>
internal sealed unsafe class EpollSet : IDisposable
{
    private const int Capacity = 256;

    // struct epoll_event is packed on x64 alone: 4 bytes of flags, then 8 of data.
    private static readonly int TokenAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = TokenAt + 8;

    private readonly int _fd = Libc.CreateEpoll();
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(Capacity, (nuint)EventSize);

    /// <summary>Everything of interest at once, told when it changes: no further call for as long as the descriptor lives.</summary>
    public bool TryAdd(int fd, ulong token, uint events = Libc.In | Libc.Out | Libc.ReadHangUp | Libc.Urgent)
    {
        var epollEvent = stackalloc byte[16];
        *(uint*)epollEvent = events | Libc.EdgeTriggered;
        *(ulong*)(epollEvent + TokenAt) = token;
        return Libc.Control(_fd, Libc.EpollAdd, fd, epollEvent) == 0;
    }

    /// <summary>Before the descriptor is closed: while another one of the same socket is open, closing it would end nothing.</summary>
    public void Remove(int fd)
    {
        var unused = stackalloc byte[16];
        _ = Libc.Control(_fd, Libc.EpollDelete, fd, unused);
    }

    /// <summary>How many events there are now; 0 after the time-out, -1 for none.</summary>
    public int Wait(int milliseconds) => Math.Max(0, Libc.Wait(_fd, _events, Capacity, milliseconds));

    public ulong Token(int index) => *(ulong*)(_events + (index * EventSize) + TokenAt);

    public uint Events(int index) => *(uint*)(_events + (index * EventSize));

    public void Dispose()
    {
        _ = Libc.Close(_fd);
        NativeMemory.Free(_events);
    }
}
