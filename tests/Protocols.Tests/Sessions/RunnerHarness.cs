using System.Diagnostics;
using System.Net;
using System.Text;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

/// <summary>A runner whose host only writes down what it is told; its own turns are taken by the test.</summary>
internal sealed class RunnerHarness : ISessionHost
{
    private readonly List<Action> _posted = [];

    public RunnerHarness(ProbeSession? session = null) => Runner = new SessionRunner(Session = session ?? new ProbeSession(), this);

    public ProbeSession Session { get; }
    public SessionRunner Runner { get; }
    public List<SessionProtocol> Sent { get; } = [];
    public List<long> Watched { get; } = [];
    public List<Exception?> StepsEnded { get; } = [];
    public bool IsFinished { get; private set; }
    public bool ServiceFailing { get; set; }
    public bool IsCutOff { get; set; }

    public IReadOnlyList<Commit> Commits => [.. Sent.OfType<Commit>()];
    public SessionProtocol.Failed? Failure => Sent.OfType<SessionProtocol.Failed>().SingleOrDefault();
    public string Output => string.Concat(Commits.Select(c => Encoding.UTF8.GetString(c.Primary.Output.Span)));

    public RunnerHarness Begin(
        StartKind start = StartKind.New,
        SessionState? state = null,
        TimerSnapshot[]? timers = null,
        ChannelSnapshot[]? channels = null,
        int inputWindow = 16,
        int maxCommit = 64,
        int maxState = 256,
        long credit = 1000,
        byte writable = 0,
        long lastCommit = 0)
    {
        Runner.Begin(new SessionProtocol.Open(1)
        {
            Connection = new ConnectionInfo(
                ConnectionId.Create(1, 1),
                new SocketPair(new IPEndPoint(IPAddress.Loopback, 1000), new IPEndPoint(IPAddress.Loopback, 7)),
                "listener",
                default(ActivityContext)),
            Service = "Probe",
            Start = start,
            LastCommit = lastCommit,
            State = state,
            Channels = channels ?? [new ChannelSnapshot(0, ChannelStatus.Open, null, null, 0, false, 0, false, credit)],
            Timers = timers ?? [],
            Writable = writable,
            Alias = null,
            InputWindow = inputWindow,
            MaxCommit = maxCommit,
            MaxState = maxState,
        });
        return this;
    }

    public void Receive(string text, long offset = 0, int channel = 0) =>
        Runner.Deliver(new SessionProtocol.Input(1, channel, offset, Encoding.ASCII.GetBytes(text)));

    public void Raise(long id, SessionEvent occurrence) => Runner.Deliver(new SessionProtocol.Event(1, id, occurrence));

    /// <summary>Takes the turns that were asked for.</summary>
    public void TakeTurns()
    {
        while (true)
        {
            Action[] turns;
            lock (_posted)
            {
                if (_posted.Count == 0) return;
                turns = [.. _posted];
                _posted.Clear();
            }

            foreach (var turn in turns) turn();
        }
    }

    /// <summary>Waits for the step that was released to ask for its turn, then takes it.</summary>
    public async Task FinishStepAsync()
    {
        while (Runner.StepPending)
        {
            await Task.Yield();
            TakeTurns();
        }
    }

    public void Send(SessionProtocol message) => Sent.Add(message);

    public void PostContinue() => Post(Runner.Continue);

    public void PostStepCompleted(Exception? error) => Post(() => Runner.CompleteStep(error));

    public void WatchStep(long step) => Watched.Add(step);

    public void StepEnds(Exception? error) => StepsEnded.Add(error);

    public bool RecordFailure(Exception error) => ServiceFailing;

    public void Finished()
    {
        Assert.False(IsFinished);
        IsFinished = true;
    }

    private void Post(Action turn)
    {
        lock (_posted) _posted.Add(turn);
    }
}
