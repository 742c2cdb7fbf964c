using System.Buffers;
using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>
/// Serves one connection. It never touches a socket: each method below is a step, one runs at a time, and what a step consumed, wrote and saved becomes
/// one commit when its task completes. A step that throws was never seen by the client; another incarnation runs it again from the last
/// commit. So a step may run more than once, and fields other than <see cref="Session{TState}.State"/> do not survive.
/// </summary>
public abstract class Session
{
    private SessionRunner? _runner;

    /// <summary>The connection that this session serves.</summary>
    protected internal SessionConnection Connection => Runner.Connection;

    /// <summary>The client's own channel.</summary>
    protected SessionChannel Client => Runner.Client;

    /// <summary>The client has ended its side: input that is not a whole message now will never be one.</summary>
    protected bool InputEnded => Runner.Client.InputEnded;

    /// <summary>The client's output, for writing into its buffer directly.</summary>
    protected IBufferWriter<byte> Output => Runner.Writing(Runner.Client);

    /// <summary>Bytes that one step may write, to all channels together (<c>Flow:MaxCommit</c>); a step that writes more fails.</summary>
    protected int MaxCommitBytes => Runner.MaxCommit;

    /// <summary>False for a session that cannot go on in another incarnation; its connection is closed with it.</summary>
    protected internal virtual bool Resumable => true;

    /// <summary>The largest message in bytes that this session waits for in whole; the input window is raised to hold it. 0: none.</summary>
    protected internal virtual int MaxMessageBytes => 0;

    /// <summary>
    /// Whether work may be under way while no byte moves. A drain closes silent connections of other sessions by itself; such a session hears of it by
    /// <see cref="OnDrainingAsync"/>, ends when its work is done, and is reset at the deadline.
    /// </summary>
    protected internal virtual bool WorksInSilence => false;

    /// <summary>Steps may take as long as they like.</summary>
    internal virtual bool UnboundedSteps => false;

    internal SessionRunner Runner
    {
        get => _runner ?? throw new SessionException("the session is not attached to a connection yet: use OnOpenedAsync instead of the constructor");
        set => _runner = value;
    }

    /// <summary>The connection begins; runs until a commit of this service exists, so greet here.</summary>
    protected internal virtual ValueTask OnOpenedAsync(CancellationToken stop) => default;

    /// <summary>A new incarnation begins from <c>State</c>. Only what the client must not see is done here: it can neither write nor consume.</summary>
    protected internal virtual ValueTask OnResumedAsync(CancellationToken stop) => default;

    /// <summary>Input that was not consumed yet. Call <see cref="Consume(long)"/>; what is left is seen again with what comes next.</summary>
    protected internal virtual ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        Consume(input.Length);
        return default;
    }

    /// <summary>The client has ended its side, and all its input was seen. The default closes.</summary>
    protected internal virtual ValueTask OnInputEndedAsync(CancellationToken stop)
    {
        Close();
        return default;
    }

    /// <summary>The channel has credit, as asked by <see cref="SessionChannel.RequestWritable"/>: write up to <paramref name="credit"/> bytes and ask again.</summary>
    protected internal virtual ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop) => default;

    /// <summary>A message was pushed to this connection.</summary>
    protected internal virtual ValueTask OnMessageAsync(PushMessage message, CancellationToken stop) => default;

    /// <summary>A timer is due.</summary>
    protected internal virtual ValueTask OnTimerAsync(string name, CancellationToken stop) => default;

    /// <summary>The gateway closes within <paramref name="remaining"/>. The default goes on serving until then.</summary>
    protected internal virtual ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop) => default;

    /// <summary>A connection came in on a listening channel, or the one asked for was made.</summary>
    protected internal virtual ValueTask OnChannelOpenedAsync(SessionChannel channel, CancellationToken stop) => default;

    /// <summary>Input of a further channel that was not consumed yet. It may be looked at until this step's task completes: what is to be kept has to be copied.</summary>
    protected internal virtual ValueTask OnChannelInputAsync(SessionChannel channel, ReadOnlySequence<byte> input, CancellationToken stop)
    {
        Consume(input.Length);
        return default;
    }

    /// <summary>The other end of a further channel has ended its side.</summary>
    protected internal virtual ValueTask OnChannelInputEndedAsync(SessionChannel channel, CancellationToken stop) => default;

    /// <summary>A further channel ended. <paramref name="flushed"/>: in an orderly way, everything written to it taken.</summary>
    protected internal virtual ValueTask OnChannelClosedAsync(SessionChannel channel, bool flushed, long acknowledged, string reason, CancellationToken stop) => default;

    /// <summary>The connection is over. Not a step: nothing can be written. Called at least once for a connection, on its last incarnation.</summary>
    protected internal virtual ValueTask OnClosedAsync(string reason) => default;

    /// <summary>A step that the runner was woken for.</summary>
    internal virtual ValueTask OnWakeAsync(CancellationToken stop) => default;

    /// <summary>Counts bytes of this step's input as done with.</summary>
    protected void Consume(long bytes) => Runner.Consume(bytes);

    /// <summary>Adds bytes to this step's output to the client.</summary>
    protected void Write(ReadOnlySpan<byte> bytes) => Client.Write(bytes);

    /// <summary>Adds bytes to this step's output to the client.</summary>
    protected void Write(in ReadOnlySequence<byte> bytes) => Client.Write(bytes);

    /// <summary>Adds text to this step's output to the client, as UTF-8.</summary>
    protected void Write(string text) => Client.Write(text);

    /// <summary>Closes the connection after this step's output: flushed, then FIN.</summary>
    protected void Close() => Runner.Close("");

    /// <summary>Writes a farewell, then closes.</summary>
    protected void Close(string farewell)
    {
        Write(farewell);
        Close();
    }

    /// <summary>Ends the connection with an error after this step's output: flushed, then reset.</summary>
    /// <param name="reason">A short snake_case word for logs and metrics.</param>
    protected void Abort(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        Runner.Close(reason);
    }

    /// <summary>Sets a timer, in place of an earlier one of that name. It survives this incarnation.</summary>
    protected void SetTimer(string name, TimeSpan due) => Runner.SetTimer(name, due);

    /// <summary>Clears a timer.</summary>
    protected void ClearTimer(string name) => Runner.SetTimer(name, null);

    /// <summary>Hands the connection, with this session's state, to another configured service after this step's output.</summary>
    protected void Transfer(string service)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        Runner.Transfer(service);
    }

    /// <summary>
    /// Puts TLS on the client's connection after this step's output. This incarnation ends with the step; the next one is resumed with <see cref="SessionConnection.Tls"/>
    /// set. Input that this step did not consume goes to the handshake and is never read as clear text: consume only what came before the client's handshake.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="SessionConnection.CanStartTls"/> is false.</exception>
    protected void StartTls() => Runner.StartTls();

    /// <summary>Opens a port for one connection from the client's address. It lives on only if this step commits.</summary>
    /// <param name="tls">
    /// The channel is under TLS, and the gateway its server, with the listener's certificate. The channel opens before its handshake, which begins when the peer does;
    /// what is written before waits for it. A handshake that fails closes the channel with its reason.
    /// </param>
    /// <exception cref="SessionException">No port could be had, or the session has its four channels already.</exception>
    /// <exception cref="InvalidOperationException">TLS was asked for and the listener has no certificate.</exception>
    protected Task<SessionChannel> ListenAsync(bool tls = false) => Runner.ListenAsync(tls);

    /// <summary>Connects to <paramref name="peer"/> once this step commits; <see cref="OnChannelOpenedAsync"/> or <see cref="OnChannelClosedAsync"/> follows.</summary>
    /// <param name="peer">Where to.</param>
    /// <param name="tls">As for <see cref="ListenAsync"/>: the gateway is the TLS server also of a connection that it makes.</param>
    /// <exception cref="InvalidOperationException">TLS was asked for and the listener has no certificate.</exception>
    protected SessionChannel Connect(IPEndPoint peer, bool tls = false) => Runner.Connect(peer, tls);

    /// <summary>A further channel by its number; null when there is none.</summary>
    protected SessionChannel? FindChannel(int id) => Runner.FindChannel(id);

    internal virtual SessionState? CaptureState(int maxBytes) => null;

    internal virtual bool TryRestoreState(SessionState? state, StartKind start) => true;

    /// <summary>The state as it would be written, to find out whether it was changed in place.</summary>
    internal virtual byte[]? DescribeState() => null;
}
