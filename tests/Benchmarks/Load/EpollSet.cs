using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SocketGateway.Benchmarks.Load;

/// <summary>One epoll descriptor, level-triggered, and the room for its events. Each descriptor carries a token of the caller.</summary>
internal sealed unsafe class EpollSet : IDisposable
{
    private const int Capacity = 256;

    // struct epoll_event is packed on x64 alone: 4 bytes of flags, then 8 of data.
    private static readonly int TokenAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = TokenAt + 8;

    private readonly int _fd = Libc.EpollCreate(Libc.CloseOnExec);
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(Capacity, (nuint)EventSize);

    public void Add(int fd, int token, uint events) => Control(Libc.EpollAdd, fd, token, events);

    public void Modify(int fd, int token, uint events) => Control(Libc.EpollModify, fd, token, events);

    /// <summary>How many events there are now; 0 after the time-out.</summary>
    public int Wait(int milliseconds)
    {
        var count = Libc.EpollWait(_fd, _events, Capacity, milliseconds);
        if (count >= 0)
            return count;
        var errno = Marshal.GetLastPInvokeError();
        return errno == Libc.EIntr ? 0 : throw new Win32Exception(errno);
    }

    public int Token(int index) => (int)*(long*)(_events + index * EventSize + TokenAt);

    public uint Events(int index) => *(uint*)(_events + index * EventSize);

    public void Dispose()
    {
        _ = Libc.Close(_fd);
        NativeMemory.Free(_events);
    }

    private void Control(int operation, int fd, int token, uint events)
    {
        var epollEvent = stackalloc byte[16];
        *(uint*)epollEvent = events;
        *(long*)(epollEvent + TokenAt) = token;
        if (Libc.EpollControl(_fd, operation, fd, epollEvent) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
