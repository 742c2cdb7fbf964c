using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>Where one incarnation runs: the real <see cref="SessionRunner"/>, a queue to it, and a queue back.</summary>
internal sealed class SimulatedNode : ISessionHost, IDisposable
{
    private readonly SessionRunner _runner;
    private StepRecord _record;
    private long _lastIn;
    private long _lastOut;
    private Task? _listening;
    private Action? _afterListening;

    public SimulatedNode(SimulatedWorld world, int epoch)
    {
        (World, Epoch) = (world, epoch);
        _runner = new SessionRunner(new ScriptedSession(this, world.Plan), this);
    }

    public SimulatedWorld World { get; }
    public SeededRandom Random => World.Plan.Random;
    public int Epoch { get; }

    /// <summary>The way to the connection, where that is a link; else messages go by themselves.</summary>
    public SimulatedLinkEnd? End { get; init; }

    /// <summary>Runs nothing any more.</summary>
    public bool Dead { get; set; }

    /// <summary>What it has sent and sends from here on is lost.</summary>
    public bool Muted { get; set; }

    /// <summary>Does not hear the connection any more, and may still run.</summary>
    public bool Deaf { get; set; }

    /// <summary>Held up on its way, beside the usual latency.</summary>
    public long OutboundDelay { get; set; }

    public void Begin(SessionProtocol.Open open)
    {
        if (!Dead) _runner.Begin(open);
    }

    /// <summary>A message of the connection enters the queue to this incarnation.</summary>
    public void Enqueue(Action<SimulatedNode> delivery)
    {
        _lastIn = Math.Max(_lastIn, World.Time.Now + Random.Below(World.Plan.Latency + 1));
        World.Time.At(_lastIn, () => delivery(this));
    }

    public void Deliver(SessionProtocol message)
    {
        if (Dead) return;
        _runner.Deliver(message);
        if (_listening is not { IsCompleted: true } || _afterListening is not { } after) return;
        (_listening, _afterListening) = (null, null);
        In(Random.Below(World.Plan.Latency + 1), after);
    }

    public void Send(SessionProtocol message)
    {
        if (Dead || Muted) return;
        var record = message is Commit ? _record : default;
        if (message is Commit) _record = default;
        if (End is not null)
        {
            if (message is Commit commit) World.Records[(Epoch, commit.Number)] = record;
            End.Enqueue(SimulatedCluster.Connection, message);
            return;
        }

        var travel = message is Commit ? World.OnCommitSent(this) : CommitTravel.Arrives;
        if (travel == CommitTravel.Lost) return;
        _lastOut = Math.Max(_lastOut, World.Time.Now + OutboundDelay + Random.Below(World.Plan.Latency + 1));
        World.Time.At(_lastOut, () =>
        {
            if (!Muted) World.FromSession(message, record);
            if (!Muted && travel == CommitTravel.Doubled) World.FromSession(message, record);
        });
    }

    public void PostContinue() => In(0, _runner.Continue);

    public void PostStepCompleted(Exception? error) => In(Random.Below(2), () => _runner.CompleteStep(error));

    public void WatchStep(long step) => In(SimulationPlan.StepTimeout, () => _runner.TimeOutStep(step));

    public bool IsCutOff => End is { IsStale: true } && World.Fault != SeededFault.FrozenNodeGoesOn;

    public void StepBegins(StepKind kind)
    {
        if (kind != StepKind.Closed && End is { IsStale: true }) World.Fail($"a {kind} step began on a node that has not heard the gateway for {World.Plan.LinkLimits.Timeout} ms");
    }

    public bool RecordFailure(Exception error) => false;

    public void Finished() => End?.Node.Finished(this);

    public void Dispose() => _runner.Dispose();

    public void Record(StepRecord record) => _record = record;

    /// <summary>A contradiction that the session under test sees itself is the schedule's failure, not a crash.</summary>
    public StepRecord Check(Func<StepRecord> body)
    {
        try
        {
            return body();
        }
        catch (Exception error) when (error is not CrashException)
        {
            World.Fail(error);
            throw;
        }
    }

    public void MayCrash(bool onInput)
    {
        if (!World.MayFail(onInput) || !Random.Chance(World.Plan.CrashChance)) return;
        World.FaultsLeft--;
        throw new CrashException("as scheduled");
    }

    public StepFate ChooseFate(bool onInput)
    {
        if (World.MayFail(onInput) && Random.Chance(World.Plan.CrashChance / 8))
        {
            World.FaultsLeft--;
            return StepFate.Stuck;
        }

        if (!Random.Chance(World.Plan.AwaitChance)) return StepFate.AtOnce;
        return Random.Chance(0.5) ? StepFate.AwaitFirst : StepFate.AwaitAfter;
    }

    public ValueTask Await(Action rest)
    {
        var completion = new TaskCompletionSource();
        In(Random.Between(0, 20), () => Complete(completion, rest));
        return new ValueTask(completion.Task);
    }

    public ValueTask AwaitListen(Task listening, Action rest)
    {
        var completion = new TaskCompletionSource();
        (_listening, _afterListening) = (listening, () => Complete(completion, rest));
        return new ValueTask(completion.Task);
    }

    /// <summary>A turn of this incarnation, of a frozen node when that thaws.</summary>
    private void In(long delay, Action turn) => World.Time.In(delay, () =>
    {
        if (End is not null) End.Node.Run(Turn);
        else Turn();

        void Turn()
        {
            if (!Dead) turn();
        }
    });

    private void Complete(TaskCompletionSource completion, Action rest)
    {
        if (Dead) return;
        try
        {
            rest();
        }
        catch (Exception error)
        {
            completion.SetException(error);
            return;
        }

        completion.SetResult();
    }
}
