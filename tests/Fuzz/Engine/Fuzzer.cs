using System.Diagnostics;
using CsCheck;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>Tries inputs on a target until one breaks a property or the time is over.</summary>
internal sealed class Fuzzer(FuzzTarget target, IReadOnlyList<byte[]> corpus)
{
    private readonly Gen<FuzzInput> _mutants = Mutants.Of(corpus, target);

    /// <summary>The input being tried, for when it never comes back.</summary>
    public FuzzInput? Current { get; private set; }

    public long Tried { get; private set; }

    /// <summary>What is wrong with an input; null when everything holds.</summary>
    public FuzzFailedException? Check(FuzzInput input)
    {
        Current = input;
        Tried++;
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var whole = Run(input.Bytes.Length == 0 ? [] : [input.Bytes], input);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var allowed = target.Limits.AllocatedBase + (target.Limits.AllocatedPerByte * input.Bytes.Length);
            if (allocated > allowed) return new FuzzFailedException(FuzzProperty.MemoryBounded, $"{allocated} bytes allocated, {allowed} are allowed");
            if (!target.IsStream || input.Cuts.Count == 0) return null;
            return Run(input.Packets, input).DifferenceFrom(whole) is { } difference ? new FuzzFailedException(FuzzProperty.SameHoweverSplit, difference) : null;
        }
        catch (FuzzFailedException failure)
        {
            return failure;
        }
        catch (Exception error)
        {
            return new FuzzFailedException(FuzzProperty.NeverThrows, error.ToString());
        }
    }

    /// <summary>Every prefix of an input, and every way to cut it in two; a longer one at as many places, evenly spread.</summary>
    public IEnumerable<FuzzInput> CutEverywhere(byte[] bytes)
    {
        const int Places = 600;
        var stride = Math.Max(1, bytes.Length / Places);
        yield return FuzzInput.Whole(bytes);
        for (var at = 0; at <= bytes.Length; at += stride)
        {
            yield return FuzzInput.Whole(bytes[..at]);
            if (target.IsStream && at > 0 && at < bytes.Length) yield return new FuzzInput(bytes, [at]);
        }

        if (target.IsStream && bytes.Length > 1) yield return FuzzInput.Every(bytes, stride);
    }

    /// <summary>The first failure among mutated inputs, with the seed that makes the input again.</summary>
    public (FuzzFailedException Failure, FuzzInput Input, string Seed)? Search(TimeSpan time, string? seed = null)
    {
        var began = Stopwatch.GetTimestamp();
        var random = seed is null ? new PCG(1, (ulong)Random.Shared.NextInt64()) : PCG.Parse(seed);
        do
        {
            var state = random.State;
            var input = _mutants.Generate(random, null, out _);
            if (Check(input) is { } failure) return (failure, input, random.ToString(state));
        }
        while (seed is null && Stopwatch.GetElapsedTime(began) < time);
        return null;
    }

    private FuzzRun Run(IReadOnlyList<byte[]> packets, FuzzInput input)
    {
        var run = new FuzzRun(target.Limits, input.Bytes.Length, packets.Count);
        target.Run(packets, run);
        return run;
    }
}
