namespace SocketGateway.EndToEnd.Telnet;

/// <summary>At which positions of the input a session is to fail, each once.</summary>
internal sealed class CrashPlan(params IEnumerable<long> offsets)
{
    private readonly Queue<long> _offsets = new(offsets.Order());

    public int Done { get; private set; }

    /// <summary>Whether a step that begins at this position and ends before <paramref name="to"/> is one of them.</summary>
    public bool Strikes(long to)
    {
        lock (_offsets)
        {
            if (!_offsets.TryPeek(out var next) || next >= to) return false;
            _offsets.Dequeue();
            Done++;
            return true;
        }
    }
}
