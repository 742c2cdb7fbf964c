namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Where the steps of a session fail, each place once over all its incarnations: before a step's work, or after it and before its commit.</summary>
internal sealed class CrashPlan
{
    private readonly Dictionary<string, (Queue<long> Before, Queue<long> After)> _places = [];
    private readonly Dictionary<string, long> _counts = [];

    public int Crashes { get; private set; }

    /// <summary>A place is the number of the step, from 0, or a position that the session gives.</summary>
    public CrashPlan Fail(string step, IEnumerable<long> before, IEnumerable<long> after)
    {
        _places[step] = (new(before.Order()), new(after.Order()));
        return this;
    }

    /// <summary>A step whose place is its number.</summary>
    public ValueTask RunAsync(string step, Func<ValueTask> work)
    {
        var count = _counts.GetValueOrDefault(step);
        _counts[step] = count + 1;
        return RunAsync(step, count, work);
    }

    /// <summary>A step that reaches up to and with this place.</summary>
    public async ValueTask RunAsync(string step, long place, Func<ValueTask> work)
    {
        var (before, after) = _places.GetValueOrDefault(step, ([], []));
        FailIf(before, place, step);
        await work();
        FailIf(after, place, step);
    }

    private void FailIf(Queue<long> places, long reached, string step)
    {
        if (!places.TryPeek(out var next) || next > reached) return;
        places.Dequeue();
        Crashes++;
        throw new InvalidOperationException($"planned failure in {step}");
    }
}
