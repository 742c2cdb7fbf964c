using System.Diagnostics;
using System.Net;
using System.Text;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

/// <summary>A ledger whose world only writes down what it is asked for.</summary>
internal sealed class LedgerHarness : ILedgerEffects
{
    public LedgerHarness(LedgerLimits? limits = null, bool tls = false, bool canStartTls = false)
    {
        var sockets = new SocketPair(new IPEndPoint(IPAddress.Loopback, 1000), new IPEndPoint(IPAddress.Loopback, 7));
        var info = new ConnectionInfo(ConnectionId.Create(1, 1), sockets, "listener", default(ActivityContext)) { CanStartTls = canStartTls };
        Ledger = new ConnectionLedger(info, "Echo", limits ?? new LedgerLimits(), this);
        Ledger.Start(0, tls);
    }

    public ConnectionLedger Ledger { get; }

    /// <summary>Everything asked of the sockets, a line each.</summary>
    public List<string> Asked { get; } = [];

    public List<SessionProtocol> Sent { get; } = [];
    public List<SessionProtocol.Open> Opens { get; } = [];
    public List<LedgerNote> Notes { get; } = [];
    public string? EndReason { get; private set; }
    public long UnsentBytes { get; set; }
    public SessionProtocol.Open LastOpen => Opens[^1];

    public static LedgerHarness Serving(LedgerLimits? limits = null, bool canStartTls = false)
    {
        var harness = new LedgerHarness(limits, canStartTls: canStartTls);
        harness.AnswerOpen(0);
        return harness;
    }

    public void AnswerOpen(long now, int maxMessage = 0, bool resumable = true) =>
        Ledger.Opened(new SessionProtocol.Opened(Ledger.Epoch, maxMessage, resumable), now);

    public void Receive(string text, long now = 0, int channel = 0) => Ledger.Received(channel, Encoding.ASCII.GetBytes(text), now);

    /// <summary>The next commit of the current epoch.</summary>
    public void Commit(int consume = 0, string output = "", long now = 0, bool end = false, CommitEffects? effects = null, long handled = 0, byte writable = 0, SessionState? state = null) =>
        Ledger.Commit(Next(consume, output, end, effects, handled, writable, state), now);

    public Commit Next(int consume = 0, string output = "", bool end = false, CommitEffects? effects = null, long handled = 0, byte writable = 0, SessionState? state = null) =>
        new(Ledger.Epoch, Ledger.LastCommit + 1)
        {
            Primary = new ChannelDelta
            {
                InputFrom = Ledger.Client.Committed,
                InputTo = Ledger.Client.Committed + consume,
                EndConsumed = end,
                OutputFrom = Ledger.Client.Emitted,
                Output = Encoding.ASCII.GetBytes(output),
            },
            Effects = effects,
            HandledEvent = handled,
            Writable = writable,
            State = state,
        };

    public void Fail(long now, bool onInput = true, bool serviceFailing = false) =>
        Ledger.Failed(new SessionProtocol.Failed(Ledger.Epoch, onInput, serviceFailing, "crash"), now);

    /// <summary>Lets the clock run: every tick at its instant, none besides.</summary>
    public void RunUntil(long now)
    {
        while (Ledger.NextDue <= now)
        {
            var due = Ledger.NextDue;
            Ledger.Tick(due);
            Assert.True(Ledger.NextDue > due, $"a busy loop at {due}");
        }
    }

    /// <summary>The input sent to the current epoch since its opening.</summary>
    public string InputOfEpoch(int channel = 0) => string.Concat(Sent.OfType<SessionProtocol.Input>()
        .Where(i => i.Epoch == Ledger.Epoch && i.Channel == channel)
        .Select(i => Encoding.ASCII.GetString(i.Bytes.Span)));

    public IEnumerable<T> SentToEpoch<T>()
        where T : SessionProtocol => Sent.OfType<T>().Where(m => m.Epoch == Ledger.Epoch);

    public void Open(SessionProtocol.Open open) => Opens.Add(open);

    public void Send(SessionProtocol message) => Sent.Add(message);

    public void FindPlace() => Ask("find place");

    public void Read(int channel) => Ask($"read {channel}");

    private readonly List<(int Channel, int Bytes)> _waiting = [];

    /// <summary>The bytes of each write that the socket takes at once.</summary>
    public int TakesAtOnce { get; set; }

    public int Write(int channel, ReadOnlyMemory<byte> bytes)
    {
        Ask($"write {channel} {Encoding.ASCII.GetString(bytes.Span)}");
        var taken = Math.Min(TakesAtOnce, bytes.Length);
        if (taken < bytes.Length) _waiting.Add((channel, bytes.Length - taken));
        return taken;
    }

    /// <summary>The socket takes the oldest write that waits; should there be none, it says so of none.</summary>
    public void Written(int channel, long now)
    {
        var oldest = _waiting.FindIndex(write => write.Channel == channel);
        var bytes = oldest < 0 ? 0 : _waiting[oldest].Bytes;
        if (oldest >= 0) _waiting.RemoveAt(oldest);
        Ledger.Written(channel, bytes, now);
    }

    public void Listen(int channel, bool tls) => Ask(tls ? $"listen {channel} tls" : $"listen {channel}");

    public void Connect(int channel, IPEndPoint peer, bool tls) => Ask(tls ? $"connect {channel} tls" : $"connect {channel}");

    public void StartTls(ReadOnlyMemory<byte> early, bool reading) => Ask($"tls {Encoding.ASCII.GetString(early.Span)}{(reading ? " reading" : "")}");

    public void Shutdown(int channel) => Ask($"shutdown {channel}");

    public void Reset(int channel) => Ask($"reset {channel}");

    public long Unsent(int channel) => UnsentBytes;

    public void Note(LedgerNote note, string detail) => Notes.Add(note);

    public void Ended(string reason)
    {
        Assert.Null(EndReason);
        EndReason = reason;
    }

    private void Ask(string what)
    {
        Assert.Null(EndReason);
        Asked.Add(what);
    }
}
