using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SocketGateway.Gateway.Pty;

/// <summary>
/// Tells when pseudo-terminals can be read or written: one thread for all of them, from the first one on. A descriptor is told of once for each time it is armed,
/// so one that nobody serves costs nothing.
/// </summary>
internal sealed unsafe class PtyPoller : IDisposable
{
    private const int Batch = 64;
    private const long StopKey = 0;

    // struct epoll_event is packed on x64 only.
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int Stride = Packed ? 12 : 16;
    private static readonly int KeyOffset = Packed ? 4 : 8;

    private readonly ConcurrentDictionary<long, Action> _ready = new();
    private readonly Lock _lock = new();
    private SafeFileHandle? _poll;
    private SafeFileHandle? _stop;
    private long _lastKey = StopKey;

    /// <summary>Adds a descriptor, not armed yet. <paramref name="ready"/> runs on the poller's own thread: it must not take long, and must not throw.</summary>
    /// <returns>A key for the other calls.</returns>
    public long Add(SafeFileHandle descriptor, Action ready)
    {
        var poll = Started();
        var key = Interlocked.Increment(ref _lastKey);
        _ready[key] = ready;
        if (Control(poll, Libc.PollAdd, descriptor, 0, key) == 0) return key;
        _ready.TryRemove(key, out _);
        throw Libc.Failure("epoll_ctl");
    }

    /// <summary>Asks to be told once, in place of what was asked before; neither asks for nothing.</summary>
    public void Arm(long key, SafeFileHandle descriptor, bool read, bool write)
    {
        var wanted = (read ? Libc.PollIn : 0) | (write ? Libc.PollOut : 0);
        if (!read && !write) return;
        if (_poll is { IsClosed: false } poll && !descriptor.IsClosed) _ = Control(poll, Libc.PollModify, descriptor, wanted, key);
    }

    /// <summary>Removes a descriptor; call it before it is closed.</summary>
    public void Remove(long key, SafeFileHandle descriptor)
    {
        _ready.TryRemove(key, out _);
        if (_poll is { IsClosed: false } poll && !descriptor.IsClosed) _ = Control(poll, Libc.PollRemove, descriptor, 0, key);
    }

    /// <summary>Ends the thread, which takes its descriptors along.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stop is not { IsClosed: false } stop) return;
            ulong one = 1;
            _ = Libc.Write(stop, (byte*)&one, sizeof(ulong));
        }
    }

    private static int Control(SafeFileHandle poll, int operation, SafeFileHandle descriptor, uint events, long key)
    {
        byte* occurrence = stackalloc byte[Stride];
        *(uint*)occurrence = events | Libc.PollOnce;
        *(long*)(occurrence + KeyOffset) = key;
        return Libc.ControlPoll(poll, operation, descriptor, occurrence);
    }

    private SafeFileHandle Started()
    {
        lock (_lock)
        {
            if (_poll is not null) return _poll;
            var poll = Libc.Own(Libc.CreatePoll(Libc.CloseOnExec), "epoll_create1");
            _stop = Libc.Own(Libc.CreateEvent(0, Libc.CloseOnExec | Libc.NonBlocking), "eventfd");
            if (Control(poll, Libc.PollAdd, _stop, Libc.PollIn, StopKey) != 0) throw Libc.Failure("epoll_ctl");
            new Thread(Run) { IsBackground = true, Name = "pseudo-terminals" }.Start();
            return _poll = poll;
        }
    }

    private void Run()
    {
        SafeFileHandle poll, stop;
        lock (_lock) (poll, stop) = (_poll!, _stop!);
        byte* occurrences = stackalloc byte[Batch * Stride];
        while (true)
        {
            var count = Libc.WaitPoll(poll, occurrences, Batch, -1);
            for (var i = 0; i < count; i++)
            {
                var key = *(long*)(occurrences + (i * Stride) + KeyOffset);
                if (key == StopKey)
                {
                    lock (_lock)
                    {
                        poll.Dispose();
                        stop.Dispose();
                    }

                    return;
                }

                if (_ready.TryGetValue(key, out var ready)) ready();
            }
        }
    }
}
