namespace SocketGateway.Actors.Services;

/// <summary>Places kept for sessions that are about to move here (rule 16). A session that does not come gives its place up by itself.</summary>
internal sealed class Reservations
{
    /// <summary>Milliseconds for which a place is kept.</summary>
    internal const long Time = 5_000;

    private readonly Queue<long> _ends = new();

    /// <summary>The places kept at this moment.</summary>
    public int Count(long now)
    {
        while (_ends.TryPeek(out var end) && end <= now) _ends.Dequeue();
        return _ends.Count;
    }

    public void Add(long now) => _ends.Enqueue(now + Time);

    /// <summary>A session came for one of them.</summary>
    public void Use() => _ends.TryDequeue(out _);
}
