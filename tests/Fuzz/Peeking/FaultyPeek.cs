using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Fuzz.Tests.Peeking;

/// <summary>A reader with one of the mistakes that readers of first bytes have.</summary>
internal static class FaultyPeek
{
    private static readonly FuzzProperty[] All = [FuzzProperty.NeverThrows, FuzzProperty.SameHoweverSplit, FuzzProperty.MemoryBounded, FuzzProperty.WellFormed];

    /// <param name="read">The right reader.</param>
    /// <param name="target">A target for a wrong one.</param>
    /// <param name="leastBytes">Fewer bytes than any complete header has.</param>
    public static IReadOnlyList<Fault> Faults<T>(PeekReader<T> read, Func<PeekReader<T>, FuzzTarget> target, int leastBytes)
        where T : class => [.. All.Select(property => new Fault(property, target(Broken(read, property, leastBytes))))];

    private static PeekReader<T> Broken<T>(PeekReader<T> read, FuzzProperty breaks, int leastBytes)
        where T : class => (ReadOnlySpan<byte> peeked, out T? value) =>
    {
        var result = read(peeked, out value);
        switch (breaks)
        {
            case FuzzProperty.NeverThrows when result.Status == PeekStatus.NeedMore:
                // The beginning is taken to come whole.
                _ = peeked[leastBytes - 1];
                break;
            case FuzzProperty.SameHoweverSplit when result.Status == PeekStatus.NeedMore && peeked.Length < leastBytes:
                // What is too short is taken for something else.
                return PeekResult.Foreign;
            case FuzzProperty.MemoryBounded when result.Status == PeekStatus.Malformed:
                return PeekResult.NeedMore;
            case FuzzProperty.WellFormed when result.Status == PeekStatus.Done:
                value = null;
                break;
        }

        return result;
    };
}
