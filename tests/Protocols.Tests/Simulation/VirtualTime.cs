namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>The clock of a schedule and everything that is still to happen in it; what is due at the same instant happens in the order of asking.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _agenda = new();
    private long _order;

    public long Now { get; private set; }
    public int Happened { get; private set; }

    public void At(long time, Action action) => _agenda.Enqueue(action, (Math.Max(time, Now), _order++));

    public void In(long delay, Action action) => At(Now + delay, action);

    public bool RunNext()
    {
        if (!_agenda.TryDequeue(out var action, out var at)) return false;
        Now = at.Time;
        Happened++;
        action();
        return true;
    }
}
