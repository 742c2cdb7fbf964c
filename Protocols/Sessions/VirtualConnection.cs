using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>
/// A connection without a socket: the real ledger, the real runner, virtual time, and a client that reads at once. Whatever one of them asks for is queued and done in
/// the caller's turn, so that a run is deterministic; only a step that awaits something real is waited for, bounded.
/// </summary>
#pragma warning disable CA1001 // its queue holds nothing but memory
internal sealed partial class VirtualConnection : ILedgerEffects
#pragma warning restore CA1001
{
    private const int ReadBytes = 16 * 1024;

    private static readonly TlsInfo Tls = new(System.Security.Authentication.SslProtocols.Tls13, System.Net.Security.TlsCipherSuite.TLS_AES_256_GCM_SHA384);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Func<Session> _create;
    private readonly CrashPoint _crash;
    private readonly BlockingCollection<Action> _work = [];
    private readonly Queue<ReadOnlyMemory<byte>> _unread = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<Exception> _failures = [];
    private Incarnation? _incarnation;
    private string? _misuse;
    private bool _crashed;
    private bool _reading;
    private bool _endWaits;
    private long _now;

    public VirtualConnection(Func<Session> create, ConnectionInfo info, CrashPoint crash = default)
    {
        (_create, _crash) = (create, crash);
        Ledger = new ConnectionLedger(info, "service", new LedgerLimits(), this);
        Ledger.Start(_now);
        Settle();
    }

    public ConnectionLedger Ledger { get; }
    public ReadOnlyMemory<byte> Output => _output.WrittenMemory;
    public IReadOnlyList<Exception> Failures => _failures;
    public string? CloseReason { get; private set; }

    public void Send(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += ReadBytes) _unread.Enqueue(bytes.Slice(at, Math.Min(ReadBytes, bytes.Length - at)));
        Feed();
        Settle();
    }

    public void SendEnd()
    {
        _endWaits = true;
        Feed();
        Settle();
    }

    public PushResult Push(PushMessage message)
    {
        var result = Ledger.Push(message) ? PushResult.Accepted : CloseReason is null ? PushResult.Busy : PushResult.NotFound;
        Settle();
        return result;
    }

    public void Drain(TimeSpan remaining)
    {
        Ledger.Drain(remaining, _now);
        Settle();
    }

    public void Advance(TimeSpan time)
    {
        var until = _now + (long)time.TotalMilliseconds;
        while (Ledger.NextDue <= until) PassTo(Ledger.NextDue);
        _now = until;
    }

    public void Crash()
    {
        Kill();
        Settle();
        while (Ledger.Phase is LedgerPhase.Held or LedgerPhase.Opening) PassTo(Ledger.NextDue);
    }

    public void Play(SessionScript.Entry entry)
    {
        switch (entry)
        {
            case SessionScript.Entry.Input input:
                Send(input.Bytes);
                break;
            case SessionScript.Entry.End:
                SendEnd();
                break;
            case SessionScript.Entry.Time time:
                Advance(time.Length);
                break;
            case SessionScript.Entry.Push push:
                Push(push.Message);
                break;
        }
    }

    void ILedgerEffects.Open(SessionProtocol.Open open) => _work.Add(() =>
    {
        if (open.Epoch != Ledger.Epoch) return;
        _incarnation = new Incarnation(this, _create());
        _incarnation.Runner.Begin(open);
    });

    void ILedgerEffects.Send(SessionProtocol message) => _work.Add(() => _incarnation?.Runner.Deliver(message));

    // There is nowhere else to go.
    void ILedgerEffects.FindPlace() => _work.Add(() => Ledger.NotFound(Ledger.Epoch, _now));

    void ILedgerEffects.Read(int channel)
    {
        if (channel != 0) return;
        _reading = true;
        _work.Add(Feed);
    }

    int ILedgerEffects.Write(int channel, ReadOnlyMemory<byte> bytes)
    {
        _output.Write(bytes.Span);
        return bytes.Length;
    }

    void ILedgerEffects.Listen(int channel, bool tls) => _work.Add(() => Ledger.Listening(channel, null, "not in a harness"));

    void ILedgerEffects.Connect(int channel, IPEndPoint peer, bool tls) => _work.Add(() => Ledger.ChannelDown(channel, orderly: false, CloseReasons.IoError, _now));

    // What the client sent in clear text behind its request for TLS is no handshake.
    void ILedgerEffects.StartTls(ReadOnlyMemory<byte> early, bool reading) => _work.Add(() =>
    {
        if (early.IsEmpty && _unread.Count == 0) Ledger.Secured(Tls, _now);
        else Ledger.NotSecured(CloseReasons.TlsInjection, _now);
    });

    // A polite client: it answers FIN with FIN.
    void ILedgerEffects.Shutdown(int channel) => _work.Add(() => Ledger.ChannelDown(channel, orderly: true, CloseReasons.None, _now));

    void ILedgerEffects.Reset(int channel)
    {
    }

    long ILedgerEffects.Unsent(int channel) => 0;

    void ILedgerEffects.Note(LedgerNote note, string detail)
    {
    }

    void ILedgerEffects.Ended(string reason) => CloseReason = reason;

    private void PassTo(long instant)
    {
        // An instant that has passed already must not keep the clock from going on.
        _now = Math.Max(_now, instant);
        Ledger.Tick(_now);
        Settle();
        if (Ledger.NextDue <= _now) _now++;
    }

    private void Feed()
    {
        if (!_reading) return;
        if (_unread.TryDequeue(out var bytes))
        {
            _reading = false;
            Ledger.Received(0, bytes, _now);
        }
        else if (_endWaits)
        {
            (_reading, _endWaits) = (false, false);
            Ledger.InputEnded(0, _now);
        }
    }

    private void Kill()
    {
        if (_incarnation is not { } victim) return;
        _incarnation = null;
        victim.Dispose();
        Ledger.Lost(Ledger.Epoch, "crash", _now);
    }

    /// <summary>Does everything that is to be done at this instant.</summary>
    private void Settle()
    {
        // Continuations of steps must not wait for the thread that waits for them here.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (_work.TryTake(out var work) || (Awaited && _work.TryTake(out work, Patience))) work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        if (Awaited) throw new SessionHarnessException($"a step did not end within {Patience}");
        _incarnation?.CheckState();
        if (_misuse is not null) throw new SessionHarnessException(_misuse);
    }

    private bool Awaited => _incarnation is { Runner.StepPending: true, Session.UnboundedSteps: false };

    private void Receive(Incarnation sender, SessionProtocol message)
    {
        if (sender != _incarnation) return;
        switch (message)
        {
            case Commit commit when !_crashed && commit.Number == _crash.Commit:
                _crashed = true;
                if (_crash.Taken) Ledger.Commit(commit, _now);
                Kill();
                break;
            case Commit commit:
                Ledger.Commit(commit, _now);
                break;
            case SessionProtocol.Opened opened:
                Ledger.Opened(opened, _now);
                break;
            case SessionProtocol.Refused refused:
                Ledger.Refused(refused, _now);
                break;
            case SessionProtocol.OpenChannel open:
                Ledger.OpenChannel(open);
                break;
            case SessionProtocol.Failed failed:
                Ledger.Failed(failed, _now);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    /// <summary>Where to kill the incarnation: at a commit, before or after the connection has taken it. 0: nowhere.</summary>
    internal readonly record struct CrashPoint(long Commit, bool Taken);
}
