using System.Net;
using System.Text;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>
/// Tests a session without sockets or actors: the same code that serves a real connection, in virtual time. Every call returns when the session has nothing more to do;
/// an awaited step is waited for, at most 10 s. A state that was changed in place is found.
/// <code>
/// var harness = new SessionHarness(() => new ThermostatSession(NullLogger&lt;ThermostatSession&gt;.Instance));
/// harness.Send("SET 21\r\n");
/// harness.Crash();                    // kills the session object; another one goes on
/// harness.Send("GET\r\n");
/// Assert.EndsWith("21 after 1 changes\r\n", harness.Output);
///
/// harness.CrashEverywhere(new SessionScript().Send("SET 21\r\nGET\r\nQUIT\r\n"));
/// </code>
/// Further channels (<c>ListenAsync</c>, <c>Connect</c>) are refused. Not thread-safe.
/// </summary>
public sealed class SessionHarness
{
    private readonly Func<Session> _create;
    private readonly VirtualConnection _connection;
    private int _cleared;

    /// <summary>Opens a connection from <c>146.86.5.20:1625</c> to <c>161.25.19.8:80</c> and greets.</summary>
    /// <param name="create">Makes one incarnation; it must not share anything that a crash would lose.</param>
    /// <param name="canStartTls">
    /// The listener has a certificate. After <c>StartTls</c> the session goes on under TLS, and what is sent from then on is clear text to it as before; what was sent
    /// together with the request for TLS closes the connection with <see cref="CloseReasons.TlsInjection"/>.
    /// </param>
    public SessionHarness(Func<Session> create, bool canStartTls = false)
    {
        ArgumentNullException.ThrowIfNull(create);
        _create = create;
        var sockets = new SocketPair(new IPEndPoint(new IPAddress([146, 86, 5, 20]), 1625), new IPEndPoint(new IPAddress([161, 25, 19, 8]), 80));
        Connection = new ConnectionInfo(new ConnectionId(1), sockets, "listener", default) { CanStartTls = canStartTls };
        _connection = new VirtualConnection(create, Connection);
    }

    /// <summary>What the session knows of its connection.</summary>
    public ConnectionInfo Connection { get; }

    /// <summary>What the client has received since the beginning, or since <see cref="ClearOutput"/>, as UTF-8.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes.Span);

    /// <summary>What the client has received since the beginning, or since <see cref="ClearOutput"/>.</summary>
    public ReadOnlyMemory<byte> OutputBytes => _connection.Output[_cleared..];

    /// <summary>Whether the connection is over.</summary>
    public bool IsClosed => CloseReason is not null;

    /// <summary>Why it is over: empty for an orderly end, else a word of <see cref="CloseReasons"/> or of the session; null while it is open.</summary>
    public string? CloseReason => _connection.CloseReason;

    /// <summary>What protects the connection; null while it is in clear text.</summary>
    public TlsInfo? Tls => _connection.Ledger.Info.Tls;

    /// <summary>The number of the incarnation that serves now, from 1.</summary>
    public int Epoch => _connection.Ledger.Epoch;

    /// <summary>Commits taken so far.</summary>
    public long Commits => _connection.Ledger.LastCommit;

    /// <summary>What steps have thrown, in order. Each cost an incarnation; the third one in a row on the same input closes the connection.</summary>
    public IReadOnlyList<Exception> Failures => _connection.Failures;

    /// <summary>The client sends text, as UTF-8.</summary>
    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>The client sends bytes; they arrive in one piece.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _connection.Send(bytes.ToArray());

    /// <summary>The client ends its side.</summary>
    public void SendEnd() => _connection.SendEnd();

    /// <summary>Pushes a message, as <see cref="IConnections"/> does.</summary>
    public PushResult Push(PushMessage message) => _connection.Push(message);

    /// <summary>Time passes: timers fire, and a held connection gets its next incarnation.</summary>
    public void Advance(TimeSpan time) => _connection.Advance(time);

    /// <summary>The gateway begins to close.</summary>
    public void Drain(TimeSpan remaining) => _connection.Drain(remaining);

    /// <summary>Kills this incarnation between two steps, and lets as much time pass as it takes until the next one serves.</summary>
    public void Crash() => _connection.Crash();

    /// <summary>Forgets the output so far.</summary>
    public void ClearOutput() => _cleared = _connection.Output.Length;

    /// <summary>
    /// Plays the script on connections of their own: as it is, with its input cut in two at every byte, and byte by byte. The client must see the same each time.
    /// </summary>
    /// <returns>What the client sees.</returns>
    /// <exception cref="SessionHarnessException">A cut changed something.</exception>
    public string SplitEverywhere(SessionScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var undisturbed = Play(script.Entries);
        for (var i = 0; i < script.Entries.Count; i++)
        {
            if (script.Entries[i] is not SessionScript.Entry.Input { Bytes: var bytes }) continue;
            for (var at = 1; at < bytes.Length; at++)
            {
                List<SessionScript.Entry> cut = [.. script.Entries];
                cut[i] = new SessionScript.Entry.Input(bytes[..at]);
                cut.Insert(i + 1, new SessionScript.Entry.Input(bytes[at..]));
                Compare(undisturbed, Play(cut), $"entry {i} of the script cut after {at} bytes");
            }
        }

        Compare(undisturbed, Play([.. script.Entries.SelectMany(ByteByByte)]), "all input sent byte by byte");
        return Encoding.UTF8.GetString(undisturbed.Output.Span);
    }

    /// <summary>
    /// Plays the script on connections of their own: as it is, and with a crash at every commit, once before and once after it was taken. The client must see the same
    /// each time.
    /// </summary>
    /// <returns>What the client sees.</returns>
    /// <exception cref="SessionHarnessException">A crash changed something.</exception>
    public string CrashEverywhere(SessionScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var undisturbed = Play(script.Entries);
        for (var commit = 1; commit <= undisturbed.Ledger.LastCommit; commit++)
        {
            Compare(undisturbed, Play(script.Entries, new(commit, Taken: false)), $"a crash before commit {commit} was taken");
            Compare(undisturbed, Play(script.Entries, new(commit, Taken: true)), $"a crash after commit {commit} was taken");
        }

        return Encoding.UTF8.GetString(undisturbed.Output.Span);
    }

    private static IEnumerable<SessionScript.Entry> ByteByByte(SessionScript.Entry entry) => entry is not SessionScript.Entry.Input { Bytes: var bytes }
        ? [entry]
        : Enumerable.Range(0, bytes.Length).Select(at => new SessionScript.Entry.Input(bytes.Slice(at, 1)));

    private VirtualConnection Play(IReadOnlyList<SessionScript.Entry> entries, VirtualConnection.CrashPoint crash = default)
    {
        var connection = new VirtualConnection(_create, Connection, crash);
        foreach (var entry in entries) connection.Play(entry);
        return connection;
    }

    private static void Compare(VirtualConnection undisturbed, VirtualConnection disturbed, string disturbance)
    {
        if (undisturbed.Output.Span.SequenceEqual(disturbed.Output.Span) && undisturbed.CloseReason == disturbed.CloseReason) return;
        var same = undisturbed.Output.Span.CommonPrefixLength(disturbed.Output.Span);
        throw new SessionHarnessException(
            $"{disturbance} shows from output byte {same} on: \"{Excerpt(undisturbed, same)}\" became \"{Excerpt(disturbed, same)}\"");
    }

    private static string Excerpt(VirtualConnection connection, int from)
    {
        var rest = connection.Output.Span[from..];
        var text = Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, 80)]).ReplaceLineEndings("\\n");
        return connection.CloseReason is { } reason ? $"{text}[closed {reason}]" : text;
    }
}
