using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Relay;

/// <summary>
/// A thread with an epoll set: it moves the bytes of all entries that it was given, and is the only one to touch their descriptors. No event costs an
/// allocation, and no idle entry holds a buffer: bytes are read into one buffer of the loop's own.
/// </summary>
internal sealed unsafe class RelayLoop : IDisposable
{
    /// <summary>How late a due time may be seen, in milliseconds.</summary>
    public const int SweepMilliseconds = 100;

    /// <summary>What one read may bring, in bytes.</summary>
    public const int BufferBytes = 64 * 1024;

    private const ulong WakeToken = ulong.MaxValue;

    private readonly EpollSet _epoll = new();
    private readonly int _wake = Libc.CreateEvent();
    private readonly ConcurrentQueue<Command> _commands = new();
    private readonly Queue<LoopEntry> _ready = new();
    private readonly Queue<LoopEntry> _later = new();
    private readonly Stack<int> _free = new();
    private readonly Thread _thread;
    private LoopEntry?[] _entries = new LoopEntry?[64];
    private int _used;
    private int _dueCount;
    private uint _generation;
    private long _nextSweep;
    private int _asleep;
    private volatile bool _stopped;

    public RelayLoop(string name)
    {
        Buffer = (byte*)NativeMemory.AlignedAlloc(BufferBytes, 4096);
        _epoll.TryAdd(_wake, WakeToken, Libc.In);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>The loop's one buffer, of <see cref="BufferBytes"/>: whoever uses it is done with it before returning.</summary>
    public byte* Buffer { get; }

    /// <summary>The instant of <see cref="MonotonicClock"/> at which this turn began.</summary>
    public long Now { get; private set; } = MonotonicClock.Now;

    /// <summary>From any thread: what the loop is to tell the entry, in order.</summary>
    public void Post(LoopEntry entry, int command, string? reason = null)
    {
        _commands.Enqueue(new Command(entry, command, reason));
        if (Interlocked.Exchange(ref _asleep, 0) == 1) Libc.Signal(_wake);
    }

    /// <summary>Gives an entry its place.</summary>
    public void Add(LoopEntry entry)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _used++;
            if (slot == _entries.Length) Array.Resize(ref _entries, _entries.Length * 2);
        }

        _entries[slot] = entry;
        (entry.Slot, entry.Generation) = (slot, ++_generation & int.MaxValue);
    }

    /// <summary>Begins to wait for a descriptor of an entry; false when the kernel has no room.</summary>
    public bool TryWatch(LoopEntry entry, int side, int fd) => _epoll.TryAdd(fd, ((ulong)entry.Generation << 32) | ((uint)entry.Slot << 1) | (uint)side);

    /// <summary>Closes a descriptor of an entry, after which it has no events.</summary>
    public void Close(int fd)
    {
        _epoll.Remove(fd);
        _ = Libc.Close(fd);
    }

    /// <summary>The same, leaving the closing to the descriptor's owner.</summary>
    public void Unwatch(int fd) => _epoll.Remove(fd);

    /// <summary>Takes an entry's place away.</summary>
    public void Remove(LoopEntry entry)
    {
        _entries[entry.Slot] = null;
        _free.Push(entry.Slot);
        entry.Slot = -1;
    }

    /// <summary>The entry has more to do, after the others had their turn.</summary>
    public void Ready(LoopEntry entry)
    {
        if (entry.IsReady) return;
        entry.IsReady = true;
        _ready.Enqueue(entry);
    }

    /// <summary>The entry has more to do, but not before the next sweep.</summary>
    public void Later(LoopEntry entry)
    {
        if (entry.IsLater) return;
        entry.IsLater = true;
        _later.Enqueue(entry);
        CountDue(1);
    }

    public void CountDue(int change) => _dueCount += change;

    /// <summary>Ends the thread, at once. What is still in it is left to the process's end.</summary>
    public void Dispose()
    {
        _stopped = true;
        Libc.Signal(_wake);
        if (Thread.CurrentThread == _thread || !_thread.Join(TimeSpan.FromSeconds(5))) return;
        _epoll.Dispose();
        _ = Libc.Close(_wake);
        NativeMemory.AlignedFree(Buffer);
    }

    private void Run()
    {
        while (!_stopped)
        {
            var count = _epoll.Wait(Patience());
            Volatile.Write(ref _asleep, 0);
            Now = MonotonicClock.Now;
            for (var i = 0; i < count; i++) Dispatch(_epoll.Token(i), _epoll.Events(i));
            while (_commands.TryDequeue(out var command)) Guard(command.Entry, command, static (entry, c) => entry.OnCommand(c.Kind, c.Reason));
            for (var left = _ready.Count; left > 0; left--) Continue(_ready.Dequeue());
            if (_dueCount > 0 && Now >= _nextSweep) Sweep();
        }
    }

    /// <summary>How long to sleep. Whoever posts after this has said that it sleeps wakes it; what was posted before is seen here.</summary>
    private int Patience()
    {
        if (_ready.Count > 0) return 0;
        Interlocked.Exchange(ref _asleep, 1);
        if (!_commands.IsEmpty) return 0;
        return _dueCount > 0 ? SweepMilliseconds : -1;
    }

    private void Dispatch(ulong token, uint events)
    {
        if (token == WakeToken)
        {
            Libc.TakeSignals(_wake);
            return;
        }

        // An event of this same batch may be of a descriptor that was closed since, or of one that has its number.
        var entry = _entries[(int)((uint)token >> 1)];
        if (entry is null || entry.Generation != (uint)(token >> 32)) return;
        try
        {
            entry.OnEvents((int)(token & 1), events);
        }
        catch (Exception error)
        {
            entry.OnFault(error);
        }
    }

    private static void Continue(LoopEntry entry)
    {
        entry.IsReady = false;
        if (entry.Slot >= 0) Guard(entry, 0, static (e, _) => e.OnReady());
    }

    private void Sweep()
    {
        _nextSweep = Now + SweepMilliseconds;
        for (var i = 0; i < _used; i++)
        {
            if (_entries[i] is { } entry && entry.Due <= Now) Guard(entry, 0, static (e, _) => e.OnDue());
        }

        CountDue(-_later.Count);
        while (_later.TryDequeue(out var entry))
        {
            entry.IsLater = false;
            Ready(entry);
        }
    }

    /// <summary>One entry's error is that entry's end and nobody else's.</summary>
    private static void Guard<T>(LoopEntry entry, T argument, Action<LoopEntry, T> turn)
    {
        try
        {
            turn(entry, argument);
        }
        catch (Exception error)
        {
            entry.OnFault(error);
        }
    }

    private readonly record struct Command(LoopEntry Entry, int Kind, string? Reason);
}
