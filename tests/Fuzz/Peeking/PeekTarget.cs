using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Fuzz.Tests.Peeking;

/// <summary>Shows the beginning of a connection to a reader, all of it again with each packet, as peeking at a socket does.</summary>
/// <param name="read">The reader.</param>
/// <param name="maxBytes">Where it must have decided.</param>
internal abstract class PeekTarget<T>(PeekReader<T> read, int maxBytes) : FuzzTarget
    where T : class
{
    public override FuzzLimits Limits { get; } = new() { MaxInput = maxBytes + 4096, OutputPerByte = 8, MaxHeld = maxBytes - 1 };

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        byte[] all = [.. packets.SelectMany(packet => packet)];
        var (arrived, decided) = (0, default(PeekResult));
        foreach (var packet in packets)
        {
            run.Step();
            arrived += packet.Length;
            var result = read(all.AsSpan(0, arrived), out var value);
            CheckPromises(result, value, arrived, run);
            if (decided != PeekResult.NeedMore && decided != result) throw new FuzzFailedException(FuzzProperty.SameHoweverSplit, $"{decided} became {result} when more had come");
            if (decided != result) run.Note(value is null ? $"{result.Status} {result.Reason}" : Check(value, all.AsSpan(0, arrived), run));
            decided = result;
        }
    }

    /// <summary>What holds of everything that is read, beside what every reader promises.</summary>
    /// <returns>All that was read, as text.</returns>
    protected abstract string Check(T value, ReadOnlySpan<byte> peeked, FuzzRun run);

    private static void CheckPromises(PeekResult result, T? value, int arrived, FuzzRun run)
    {
        FuzzRun.Require(result.Status == PeekStatus.Done == value is not null, "a value belongs to what is done, and only to that");
        FuzzRun.Require(result.Status == PeekStatus.Malformed == result.Reason is not null, "a reason belongs to what is malformed, and only to that");
        FuzzRun.Require(result.Reason is null || result.Reason.All(c => c is '_' or (>= 'a' and <= 'z')), $"the reason {result.Reason} is not a snake_case word");
        if (result.Status == PeekStatus.NeedMore) run.Keeps(arrived);
    }
}
