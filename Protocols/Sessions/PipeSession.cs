using System.Buffers;
using System.IO.Pipelines;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

#pragma warning disable CA1001 // a cancellation source without timers and wait handles holds nothing that needs to be released
#pragma warning disable CA2012 // a step cannot await: it keeps what a pipe promised, looks at it in a later step, and takes the result once

/// <summary>
/// Lends the connection's two byte streams, as pipes, to code that reads and writes whenever it likes. The pipes live in one incarnation, so such
/// a session cannot resume. Steps only move bytes between channel and pipes, as far as pipe and credit allow, and never wait: the input
/// pipe holds at most twice <c>Flow:InputWindow</c>, and what the application writes waits in the output pipe (64 KiB) while the client does not take it.
/// </summary>
public abstract class PipeSession : Session
{
    /// <summary>Bytes that wait in the output pipe, and bytes of one commit: small enough to stay out of the large object heap.</summary>
    private const int MaxMove = 64 * 1024;

    private readonly CancellationTokenSource _closed = new();
    private Pipe? _input;
    private Pipe? _output;
    private Action? _wake;
    private Task _running = Task.CompletedTask;
    private ValueTask<FlushResult> _flush;
    private ValueTask<ReadResult> _read;
    private bool _flushing;
    private bool _discarding;
    private bool _done;
    private volatile string? _resetReason;
    private volatile bool _flushFirst;

    /// <inheritdoc/>
    protected internal sealed override bool Resumable => false;

    internal sealed override bool UnboundedSteps => true;

    /// <summary>
    /// Where the application goes on when there is input to read or room to write. <see cref="PipeScheduler.Inline"/> spares it a change of threads, but
    /// then it must never block: until it awaits, this connection gets no step.
    /// </summary>
    protected virtual PipeScheduler ApplicationScheduler => PipeScheduler.ThreadPool;

    /// <summary>
    /// Serves the connection. The input completes when the client has ended its side; the application may still answer. When the output, or this task, is
    /// completed, the connection is closed: flushed, then FIN. A failure ends it with an error.
    /// </summary>
    /// <param name="transport">The client's bytes, and the bytes for the client.</param>
    /// <param name="closed">Cancelled when the connection is over; both pipes are completed then.</param>
    protected abstract Task RunAsync(IDuplexPipe transport, CancellationToken closed);

    /// <summary>Ends the connection with an error; output that was not moved yet is dropped. May be called from any thread.</summary>
    /// <param name="reason">A short snake_case word for logs and metrics.</param>
    protected void Reset(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        _resetReason ??= reason;
        Runner.Wake();
    }

    /// <summary>Ends the connection in good order after what was written; with an error when the client does not take that. May be called from any thread.</summary>
    /// <param name="reason">A short snake_case word for logs and metrics.</param>
    protected void Finish(string reason)
    {
        _flushFirst = true;
        Reset(reason);
    }

    /// <summary>Starts the application.</summary>
    protected internal sealed override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        var application = ApplicationScheduler;
        _input = CreatePipe(application, PipeScheduler.Inline, Runner.InputWindow);
        _output = CreatePipe(PipeScheduler.Inline, application, MaxMove);
        _wake = Runner.Wake;
        stop.UnsafeRegister(static session => ((PipeSession)session!).End(), this);
        _read = _output.Reader.ReadAsync(CancellationToken.None);
        _read.GetAwaiter().UnsafeOnCompleted(_wake);
        _running = RunToEndAsync(new Transport(_input.Reader, _output.Writer));
        return default;
    }

    /// <summary>A connection in mid-stream cannot be taken over.</summary>
    protected internal sealed override ValueTask OnResumedAsync(CancellationToken stop) =>
        throw new SessionException("the pipes of the incarnation before are gone");

    /// <inheritdoc/>
    protected internal sealed override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop) => Move(input);

    internal sealed override ValueTask OnWakeAsync(CancellationToken stop) => Move(Client.Input.Sequence);

    /// <inheritdoc/>
    protected internal sealed override ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop) => Move(default);

    /// <inheritdoc/>
    protected internal sealed override ValueTask OnInputEndedAsync(CancellationToken stop)
    {
        _input?.Writer.Complete();
        return Move(default);
    }

    /// <summary>The connection is over; waits for the application's end.</summary>
    protected internal override ValueTask OnClosedAsync(string reason) => new(_running);

    private static Pipe CreatePipe(PipeScheduler reader, PipeScheduler writer, int window) =>
        new(new PipeOptions(null, reader, writer, window, Math.Max(1, window / 2), useSynchronizationContext: false));

    private async Task RunToEndAsync(Transport transport)
    {
        Exception? failure = null;
        try
        {
            await RunAsync(transport, _closed.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The step that comes upon the end of the output fails with it.
            failure = error;
        }

        await transport.Input.CompleteAsync().ConfigureAwait(false);
        await transport.Output.CompleteAsync(failure).ConfigureAwait(false);
    }

    private ValueTask Move(in ReadOnlySequence<byte> input)
    {
        if (_done || _input is null || _output is null) return default;
        if (_resetReason is { } reason)
        {
            _done = true;
            if (_flushFirst && TryCollectAll()) Close();
            else Abort(reason);
            return default;
        }

        Feed(input);

        // An application that runs inline has answered by now: input and answer become one commit.
        Collect();
        return default;
    }

    private void Feed(in ReadOnlySequence<byte> input)
    {
        if (input.IsEmpty || !FlushDone()) return;
        if (_discarding)
        {
            // The application reads no further but may still be writing; the client must be able to finish.
            Consume(input.Length);
            return;
        }

        var writer = _input!.Writer;
        var count = Math.Min(input.Length, Runner.InputWindow);
        foreach (var chunk in input.Slice(0, count)) writer.Write(chunk.Span);
        Consume(count);
        _flush = Flush(writer);
        _flushing = true;
        if (!FlushDone()) _flush.GetAwaiter().UnsafeOnCompleted(_wake!);
        else if (count < input.Length) Runner.Wake();
    }

    private bool FlushDone()
    {
        if (!_flushing) return true;
        if (!_flush.IsCompleted) return false;
        _flushing = false;
        try
        {
            _discarding = _flush.GetAwaiter().GetResult().IsCompleted;
        }
        catch (Exception)
        {
            // The writer is told why the reader gave up; it makes no difference.
            _discarding = true;
        }

        return true;
    }

    private static ValueTask<FlushResult> Flush(PipeWriter writer)
    {
        try
        {
            return writer.FlushAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            return ValueTask.FromException<FlushResult>(error);
        }
    }

    private void Collect()
    {
        if (!_read.IsCompleted) return;
        var room = Math.Min(Client.Credit, Math.Min(MaxMove, Runner.MaxCommit));
        if (room == 0)
        {
            Client.RequestWritable();
            return;
        }

        var reader = _output!.Reader;
        var result = _read.GetAwaiter().GetResult();
        var buffer = result.Buffer;
        var count = (int)Math.Min(buffer.Length, room);
        if (buffer.FirstSpan.Length >= count)
        {
            Write(buffer.FirstSpan[..count]);
        }
        else
        {
            buffer.Slice(0, count).CopyTo(Output.GetSpan(count));
            Output.Advance(count);
        }

        _done = result.IsCompleted && count == buffer.Length;
        reader.AdvanceTo(buffer.GetPosition(count));
        if (_done)
        {
            Close();
            return;
        }

        _read = reader.ReadAsync(CancellationToken.None);
        if (_read.IsCompleted) Client.RequestWritable();
        else _read.GetAwaiter().UnsafeOnCompleted(_wake!);
    }

    /// <summary>False when there is more than the client has room for.</summary>
    private bool TryCollectAll()
    {
        if (!_read.IsCompleted) return true;
        var buffer = _read.GetAwaiter().GetResult().Buffer;
        if (buffer.Length > Math.Min(Client.Credit, Runner.MaxCommit)) return false;
        Write(buffer);
        _output!.Reader.AdvanceTo(buffer.End);
        return true;
    }

    /// <summary>In the runner's turn, between steps; none of them touches the pipes from here on.</summary>
    private void End()
    {
        _done = true;
        _ = EndAsync(new IOException($"The connection is over: {Runner.EndReason ?? CloseReasons.ServiceFailed}"));
    }

    /// <summary>Runs the application's callbacks, on threads of the pool; first those that tell it to give up, lest it goes on writing for nobody.</summary>
    private async Task EndAsync(IOException reason)
    {
        try
        {
            await _closed.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        finally
        {
            await _input!.Writer.CompleteAsync(reason).ConfigureAwait(false);
            await _output!.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
