using System.Diagnostics;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>Makes a failing input small: chunks go, from half of it down to single bytes, as long as the same property stays broken.</summary>
internal static class Minimizer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static FuzzInput Minimize(Fuzzer fuzzer, FuzzInput input, FuzzProperty property)
    {
        var began = Stopwatch.GetTimestamp();
        for (var smaller = true; smaller;)
        {
            smaller = false;
            for (var size = Math.Max(1, input.Bytes.Length / 2); size >= 1; size /= 2)
            {
                for (var at = 0; at + size <= input.Bytes.Length;)
                {
                    if (Stopwatch.GetElapsedTime(began) > Patience) return input;
                    if (StillFails(input.Without(at, size))) smaller = true;
                    else at += size;
                }
            }

            for (var i = input.Cuts.Count - 1; i >= 0; i--)
            {
                if (StillFails(input with { Cuts = [.. input.Cuts.Where((_, index) => index != i)] })) smaller = true;
            }
        }

        return input;

        bool StillFails(FuzzInput candidate)
        {
            if (fuzzer.Check(candidate)?.Property != property) return false;
            input = candidate;
            return true;
        }
    }
}
