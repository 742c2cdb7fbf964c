namespace SocketGateway.EndToEnd.Ftp;

/// <summary>At which of a session's steps it fails, over all its incarnations: before the step's work, or after it and before its commit.</summary>
internal sealed class CrashPlan(string root)
{
    private readonly Dictionary<string, (int[] Before, int[] After, int Count)> _steps = [];

    public string Root => root;

    public int Crashes { get; private set; }

    public CrashPlan Fail(string step, int[] before, int[] after)
    {
        _steps[step] = (before, after, 0);
        return this;
    }

    public async ValueTask RunAsync(string step, Func<ValueTask> work)
    {
        var plan = _steps.GetValueOrDefault(step, ([], [], 0));
        _steps[step] = plan with { Count = plan.Count + 1 };
        FailIf(plan.Before.Contains(plan.Count), step);
        await work();
        FailIf(plan.After.Contains(plan.Count), step);
    }

    private void FailIf(bool now, string step)
    {
        if (!now) return;
        Crashes++;
        throw new InvalidOperationException($"planned failure in {step}");
    }
}
