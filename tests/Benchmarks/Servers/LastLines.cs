namespace SocketGateway.Benchmarks.Servers;

/// <summary>The end of a process's output, kept for the case that it fails.</summary>
internal sealed class LastLines
{
    private const int Kept = 30;

    private readonly Queue<string> _lines = new();

    public void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (_lines)
            return string.Join('\n', _lines);
    }
}
