using System.Buffers;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Pty;

/// <summary>
/// A login's program as its session drives it, one step at a time and never waiting: what the terminal cannot take stays with the client, what the client cannot take stays in
/// the terminal. When the terminal can go on, the session is woken by a push. It lives in one incarnation only.
/// </summary>
internal sealed class ProgramSession : IDisposable
{
    /// <summary>Bytes of a program in one step: what others do comes in between.</summary>
    private const int MaxMove = 32 * 1024;

    /// <summary>Bytes that were taken from the client and wait for the terminal.</summary>
    private const int MaxTyped = 4096;

    private const byte EndOfFileKey = 0x04; // Ctrl-D

    private static readonly PushMessage WakeUp = PushMessage.FromText("terminal");
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly PtyProcess _process;
    private readonly ProgramRegistry _registry;
    private readonly Func<PushMessage, ValueTask<PushResult>> _push;
    private readonly ArrayBufferWriter<byte> _typed = new(MaxTyped);
    private readonly int _maxMove;
    private readonly long _pollKey;
    private int _typedTaken;
    private int _wakeUps;
    private volatile bool _over;
    private bool _awaitsOutput = true;
    private bool _outputEnded;
    private bool _afterReturn;

    /// <summary>Takes a program over.</summary>
    /// <param name="process">The program.</param>
    /// <param name="registry">Sees to its end.</param>
    /// <param name="maxCommit">The most that a step may write.</param>
    /// <param name="push">Wakes the session.</param>
    public ProgramSession(PtyProcess process, ProgramRegistry registry, int maxCommit, Func<PushMessage, ValueTask<PushResult>> push)
    {
        // On the wire each byte may take two.
        _maxMove = Math.Clamp((maxCommit / 2) - 1, 1, MaxMove);
        (_process, _registry, _push) = (process, registry, push);
        _pollKey = registry.Poller.Add(process.Terminal.Master, Wake);
        process.Exited.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Arm();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Input waits until the terminal takes more.</summary>
    public bool IsFull => _typed.WrittenCount > _typedTaken;

    /// <summary>The terminal shows nothing any more: all programs have left it.</summary>
    public bool OutputEnded => _outputEnded;

    /// <summary>The exit code, once the program has ended and the client was given all of its output.</summary>
    public int? ExitCode => _outputEnded && _process.Exited.IsCompletedSuccessfully ? _process.Exited.GetAwaiter().GetResult() : null;

    /// <summary>Takes what the client typed as far as the terminal has room. Call again with the rest until nothing happened.</summary>
    public TelnetStep Take(TelnetState telnet, in ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        Type();
        var step = IsFull ? new TelnetStep(telnet, null, 0) : TelnetPassage.Next(telnet, input, _typed, MaxTyped, output);
        Type();
        switch (step.Event)
        {
            case TelnetEvent.WindowSize size:
                _process.Terminal.Resize(size.Columns, size.Rows);
                break;
            case TelnetEvent.AbortOutput:
                _process.Terminal.DiscardOutput();
                break;
        }

        Arm();
        return step;
    }

    /// <summary>The client will type no more: the key that says so to a program, once what was typed before is taken.</summary>
    public void EndInput()
    {
        _typed.Write<byte>([EndOfFileKey]);
        Type();
        Arm();
    }

    /// <summary>Gives the client what the program says, as far as it has credit.</summary>
    public void Give(TelnetState telnet, SessionChannel client)
    {
        Interlocked.Exchange(ref _wakeUps, 0);
        Type();
        Span<byte> buffer = stackalloc byte[4096];
        var left = (int)Math.Min(client.Credit, _maxMove);
        _awaitsOutput = false;
        while (left > 0 && !_outputEnded)
        {
            var count = _process.Terminal.Read(buffer[..Math.Min(left, buffer.Length)]);
            _outputEnded = count == 0;
            _awaitsOutput = count < 0;
            if (count <= 0) break;
            _afterReturn = TelnetPassage.Say(buffer[..count], telnet.Options.Binary.Us == QState.Yes, _afterReturn, client.Output);
            left -= count;
        }

        if (left == 0) client.RequestWritable();
        Arm();
    }

    /// <summary>Hangs up on the program.</summary>
    public void Dispose()
    {
        if (_over) return;
        _over = true;
        _registry.Poller.Remove(_pollKey, _process.Terminal.Master);
        _registry.End(_process);
    }

    private void Type()
    {
        if (!IsFull) return;
        _typedTaken += _process.Terminal.Write(_typed.WrittenSpan[_typedTaken..]);
        if (IsFull) return;
        _typed.ResetWrittenCount();
        _typedTaken = 0;
    }

    private void Arm() => _registry.Poller.Arm(_pollKey, _process.Terminal.Master, _awaitsOutput && !_outputEnded, IsFull);

    /// <summary>At most one push is under way, until the step that looks at the terminal.</summary>
    private void Wake()
    {
        if (Interlocked.Exchange(ref _wakeUps, 1) == 0) _ = WakeAsync();
    }

    private async Task WakeAsync()
    {
        while (!_over && await _push(WakeUp) != PushResult.Accepted) await Task.Delay(RetryDelay);
    }
}
