using System.Threading.Tasks.Sources;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// What <see cref="System.Net.Security.SslStream"/> takes for its wire: cipher text is fed in and taken out, in memory. A read that finds nothing waits until something is fed, and goes on
/// in the turn that feeds it; a write never waits, since the one who asks SslStream to write sees to the bound. Guarded, in case SslStream ever goes on elsewhere:
/// <paramref name="progress"/> is called when it may have.
/// </summary>
internal sealed class TlsTransport(Action progress) : Stream, IValueTaskSource<int>
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _input = new();
    private ManualResetValueTaskSourceCore<int> _read;
    private Memory<byte> _target;
    private byte[] _output = [];
    private int _written;
    private bool _waits;
    private bool _ended;
    private bool _disposed;

    /// <summary>A read waits for more than was fed.</summary>
    public bool IsHungry
    {
        get
        {
            lock (_gate) return _waits && !_ended;
        }
    }

    /// <summary>The reader has come to the end of what was fed.</summary>
    public bool EndWasRead { get; private set; }

    /// <summary>Bytes written and not yet taken.</summary>
    public int OutputBytes
    {
        get
        {
            lock (_gate) return _written;
        }
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>More cipher text; never written to afterwards.</summary>
    public void Feed(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Supply(() => _input.Enqueue(bytes));
    }

    /// <summary>There is no more.</summary>
    public void FeedEnd() => Supply(() => _ended = true);

    /// <summary>All that was written since the last time, in an array of its own.</summary>
    public ReadOnlyMemory<byte> TakeOutput()
    {
        lock (_gate)
        {
            var taken = _output.AsMemory(0, _written);
            (_output, _written) = ([], 0);
            return taken;
        }
    }

    /// <summary>Room for what is about to be written, so that it is not copied to make some.</summary>
    public void Reserve(int bytes)
    {
        lock (_gate) Grow(_written + bytes);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        short version;
        lock (_gate)
        {
            if (TryRead(buffer.Span, out var count)) return new ValueTask<int>(count);
            if (_waits) throw new InvalidOperationException("a read waits already");
            (_waits, _target) = (true, buffer);
            _read.Reset();
            version = _read.Version;
        }

        progress();
        return new ValueTask<int>(this, version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_disposed) return ValueTask.FromException(new IOException("the connection has ended"));
            Grow(_written + buffer.Length);
            buffer.CopyTo(_output.AsMemory(_written));
            _written += buffer.Length;
        }

        progress();
        return default;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("nothing here may block");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("nothing here may block");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    /// <summary>A read that waits ends, so that nothing keeps what it holds.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            lock (_gate) _disposed = true;
            FeedEnd();
        }

        base.Dispose(disposing);
    }

    private void Supply(Action supply)
    {
        int count;
        lock (_gate)
        {
            supply();
            if (!_waits || !TryRead(_target.Span, out count)) return;
            (_waits, _target) = (false, default);
        }

        // Outside of the gate: whoever waits goes on in here.
        _read.SetResult(count);
    }

    /// <summary>A read of no bytes asks only whether there is something.</summary>
    private bool TryRead(Span<byte> target, out int count)
    {
        count = 0;
        if (target.IsEmpty) return _input.Count > 0 || _ended;
        while (count < target.Length && _input.TryPeek(out var head))
        {
            var part = Math.Min(head.Length, target.Length - count);
            head.Span[..part].CopyTo(target[count..]);
            count += part;
            _input.Dequeue();
            if (part == head.Length) continue;
            KeepRest(head[part..]);
            break;
        }

        if (count == 0 && _ended) EndWasRead = true;
        return count > 0 || _ended;
    }

    /// <summary>The rest of the oldest piece is again the oldest. Pieces are few: one read at a time is asked for.</summary>
    private void KeepRest(ReadOnlyMemory<byte> rest)
    {
        var others = _input.Count;
        _input.Enqueue(rest);
        for (; others > 0; others--) _input.Enqueue(_input.Dequeue());
    }

    private void Grow(int bytes)
    {
        if (bytes > _output.Length) Array.Resize(ref _output, Math.Max(bytes, Math.Min(_output.Length * 2, 64 * 1024)));
    }
}
