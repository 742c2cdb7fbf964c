using System.Buffers;
using System.Text;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

/// <summary>A session whose steps are given by the test; every step is written down.</summary>
internal sealed class ProbeSession : Session<ProbeState>
{
    public List<string> Steps { get; } = [];
    public int MaxMessage { get; init; }
    public Func<ProbeSession, ValueTask> Opened { get; set; } = _ => default;
    public Func<ProbeSession, ValueTask> Resumed { get; set; } = _ => default;
    public Func<ProbeSession, ReadOnlySequence<byte>, ValueTask> Input { get; set; } = (session, input) => session.Take(input.Length);
    public Func<ProbeSession, ReadOnlySequence<byte>, ValueTask> ChannelInput { get; set; } = (session, input) => session.Take(input.Length);
    public Func<ProbeSession, string, ValueTask> Timer { get; set; } = (_, _) => default;
    public Func<ProbeSession, SessionChannel, ValueTask> Writable { get; set; } = (_, _) => default;
    public Func<ProbeSession, ValueTask> Woken { get; set; } = _ => default;

    public ProbeState Saved
    {
        get => State;
        set => State = value;
    }

    public SessionChannel Channel => Client;

    protected internal override int MaxMessageBytes => MaxMessage;

    public new void Write(string text) => base.Write(text);

    public new void Close() => base.Close();

    public new void Abort(string reason) => base.Abort(reason);

    public new void Transfer(string service) => base.Transfer(service);

    public new void SetTimer(string name, TimeSpan due) => base.SetTimer(name, due);

    public new void ClearTimer(string name) => base.ClearTimer(name);

    public new Task<SessionChannel> ListenAsync(bool tls = false) => base.ListenAsync(tls);

    public ValueTask Take(long bytes)
    {
        Consume(bytes);
        return default;
    }

    protected internal override ValueTask OnOpenedAsync(CancellationToken stop) => Note("opened", () => Opened(this));

    protected internal override ValueTask OnResumedAsync(CancellationToken stop) => Note("resumed", () => Resumed(this));

    protected internal override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop) =>
        Note($"input {Encoding.ASCII.GetString(input)}", () => Input(this, input));

    protected internal override ValueTask OnInputEndedAsync(CancellationToken stop) => Note("end", () => base.OnInputEndedAsync(stop));

    protected internal override ValueTask OnTimerAsync(string name, CancellationToken stop) => Note($"timer {name}", () => Timer(this, name));

    protected internal override ValueTask OnMessageAsync(PushMessage message, CancellationToken stop) => Note($"message {message.Text}", () => default);

    protected internal override ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop) =>
        Note($"writable {channel.Id} {credit}", () => Writable(this, channel));

    protected internal override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop) => Note($"draining {remaining.TotalSeconds}", () => default);

    protected internal override ValueTask OnChannelInputAsync(SessionChannel channel, ReadOnlySequence<byte> input, CancellationToken stop) =>
        Note($"input {channel.Id} {Encoding.ASCII.GetString(input)}", () => ChannelInput(this, input));

    protected internal override ValueTask OnChannelClosedAsync(SessionChannel channel, bool flushed, long acknowledged, string reason, CancellationToken stop) =>
        Note($"closed {channel.Id}", () => default);

    protected internal override ValueTask OnClosedAsync(string reason) => Note($"over '{reason}'", () => default);

    internal override ValueTask OnWakeAsync(CancellationToken stop) => Note("woken", () => Woken(this));

    private ValueTask Note(string step, Func<ValueTask> body)
    {
        Steps.Add(step);
        return body();
    }
}
