using System.Buffers;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>One run of a target: a transcript to be compared with another run's, kept within the target's bounds.</summary>
internal sealed class FuzzRun(FuzzLimits limits, long inputBytes, int packets)
{
    private readonly List<string> _notes = [];
    private readonly BoundedOutput _output = new(limits.OutputBase + (limits.OutputPerByte * inputBytes));
    private long _steps;

    /// <summary>What goes to the peer.</summary>
    public IBufferWriter<byte> Output => _output;

    public ReadOnlySpan<byte> Written => _output.Written;

    /// <summary>Something happened, after the output until here.</summary>
    public void Note(string what) => _notes.Add($"{what} (after {_output.Written.Length} bytes of output)");

    /// <summary>One more turn of the loop that reads.</summary>
    public void Step()
    {
        if (++_steps > limits.StepsBase + (limits.StepsPerByte * (inputBytes + packets)))
            throw new FuzzFailedException(FuzzProperty.Progresses, $"{_steps} steps for {inputBytes} bytes in {packets} packets");
    }

    /// <summary>These many bytes wait for more input, or are remembered.</summary>
    public void Keeps(long bytes)
    {
        if (bytes > limits.MaxHeld) throw new FuzzFailedException(FuzzProperty.MemoryBounded, $"{bytes} bytes are kept, {limits.MaxHeld} are allowed");
    }

    /// <summary>What the protocol or the interface promises.</summary>
    public static void Require(bool holds, string promise)
    {
        if (!holds) throw new FuzzFailedException(FuzzProperty.WellFormed, promise);
    }

    /// <summary>Where another run of the same input differs; null where it does not.</summary>
    public string? DifferenceFrom(FuzzRun other)
    {
        for (var i = 0; i < Math.Max(_notes.Count, other._notes.Count); i++)
        {
            var (mine, others) = (_notes.ElementAtOrDefault(i) ?? "nothing", other._notes.ElementAtOrDefault(i) ?? "nothing");
            if (mine != others) return $"whole: {others}; split: {mine}";
        }

        var same = Written.CommonPrefixLength(other.Written);
        return same == Math.Max(Written.Length, other.Written.Length) ? null : $"the output differs at byte {same}: whole {Hex.Of(other.Written[same..])}, split {Hex.Of(Written[same..])}";
    }
}
