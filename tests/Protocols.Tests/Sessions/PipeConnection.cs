using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

/// <summary>The connection of a <see cref="PipeSession"/>: keeps to the windows, and collects what the client would see.</summary>
internal sealed class PipeConnection : ISessionHost, IDisposable
{
    private readonly Channel<Action> _turns = Channel.CreateUnbounded<Action>();
    private readonly SessionRunner _runner;
    private readonly MemoryStream _output = new();
    private long _arrived;

    public PipeConnection(
        Func<IDuplexPipe, CancellationToken, Task> application, int inputWindow = 1024, int credit = 1 << 20, PipeScheduler? scheduler = null)
    {
        // As in the turn of an actor; the test runner's context would send inline continuations to other threads.
        SynchronizationContext.SetSynchronizationContext(null);
        Session = new Bridge(application, scheduler ?? PipeScheduler.Inline);
        _runner = new SessionRunner(Session, this);
        var here = new IPEndPoint(IPAddress.Loopback, 80);
        _runner.Begin(new SessionProtocol.Open(1)
        {
            Connection = new ConnectionInfo(new ConnectionId(1), new SocketPair(here, here), "http", default),
            Service = "site",
            Start = StartKind.New,
            LastCommit = 0,
            State = null,
            Channels = [new ChannelSnapshot(0, ChannelStatus.Open, here, here, 0, false, 0, false, credit)],
            Timers = [],
            Writable = 0,
            Alias = null,
            InputWindow = inputWindow,
            MaxCommit = 256 * 1024,
            MaxState = 0,
        });
        Turn();
    }

    public Bridge Session { get; }
    public int Commits { get; private set; }
    public long Consumed { get; private set; }
    public byte[] Output => _output.ToArray();
    public long OutputLength => _output.Length;
    public string? Closed { get; private set; }
    public string? Failure { get; private set; }
    public bool IsFinished { get; private set; }

    public void Receive(byte[] bytes)
    {
        Tell(new SessionProtocol.Input(1, 0, _arrived, bytes));
        _arrived += bytes.Length;
    }

    public void EndInput() => Tell(new SessionProtocol.InputEnded(1, 0, _arrived));

    public void Credit(long upTo) => Tell(new SessionProtocol.OutputCredit(1, 0, upTo));

    public void Tell(SessionProtocol message)
    {
        _runner.Deliver(message);
        Turn();
    }

    /// <summary>Runs what was asked for so far.</summary>
    public void Turn()
    {
        while (_turns.Reader.TryRead(out var turn)) turn();
    }

    /// <summary>Runs turns until <paramref name="done"/>; fails when nothing happens for a while.</summary>
    public async Task TurnUntil(Func<bool> done)
    {
        while (!done())
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            (await _turns.Reader.ReadAsync(patience.Token))();
        }
    }

    /// <summary>What an actor that is stopped without a word does.</summary>
    public void Dispose()
    {
        _runner.Dispose();
        _output.Dispose();
    }

    void ISessionHost.Send(SessionProtocol message)
    {
        if (message is SessionProtocol.Failed failed) Failure = failed.Error;
        if (message is not Commit commit) return;
        Assert.Equal(++Commits, commit.Number);
        Assert.Equal(Consumed, commit.Primary.InputFrom);
        Assert.Equal(_output.Length, commit.Primary.OutputFrom);
        Consumed = commit.Primary.InputTo;
        _output.Write(commit.Primary.Output.Span);
        Closed ??= commit.Effects?.Close;
    }

    void ISessionHost.PostContinue() => _turns.Writer.TryWrite(_runner.Continue);

    void ISessionHost.PostStepCompleted(Exception? error) => _turns.Writer.TryWrite(() => _runner.CompleteStep(error));

    void ISessionHost.WatchStep(long step) => Assert.Fail("the steps of a pipe have no time-out");

    bool ISessionHost.RecordFailure(Exception error) => false;

    void ISessionHost.Finished() => IsFinished = true;

    internal sealed class Bridge(Func<IDuplexPipe, CancellationToken, Task> application, PipeScheduler scheduler) : PipeSession
    {
        public void Refuse(string reason) => Reset(reason);

        public void FinishFor(string reason) => Finish(reason);

        protected override PipeScheduler ApplicationScheduler => scheduler;

        protected override Task RunAsync(IDuplexPipe transport, CancellationToken closed) => application(transport, closed);
    }
}
