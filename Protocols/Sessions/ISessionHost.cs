using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>Where a <see cref="SessionRunner"/> lives. All but the runner's own turn may be called from any thread.</summary>
internal interface ISessionHost
{
    /// <summary>A message to the connection.</summary>
    void Send(SessionProtocol message);

    /// <summary>Call <see cref="SessionRunner.Continue"/> in the runner's own turn.</summary>
    void PostContinue();

    /// <summary>Call <see cref="SessionRunner.CompleteStep"/> in the runner's own turn.</summary>
    void PostStepCompleted(Exception? error);

    /// <summary>A step did not complete at once; if it has not when the step time-out is over, call <see cref="SessionRunner.TimeOutStep"/> with this number.</summary>
    void WatchStep(long step);

    /// <summary>Another incarnation may serve the connection by now: no further step is to start (rule 18).</summary>
    bool IsCutOff => false;

    /// <summary>A step begins, in the runner's turn.</summary>
    void StepBegins(StepKind kind)
    {
    }

    /// <summary>The step is over: committed, or failed with this error.</summary>
    void StepEnds(Exception? error)
    {
    }

    /// <summary>Records a failed step; true when so many sessions fail that the fault is the service's.</summary>
    bool RecordFailure(Exception error);

    /// <summary>The runner is done: nothing may be delivered any more.</summary>
    void Finished();
}
