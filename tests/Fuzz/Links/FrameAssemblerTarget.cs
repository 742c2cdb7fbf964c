using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Fuzz.Tests.Links;

/// <summary>Takes the frames out of a stream, and puts them into one again.</summary>
/// <param name="spoil">A seeded fault: done with each frame.</param>
internal sealed class FrameAssemblerTarget(Action<ReadOnlyMemory<byte>>? spoil = null) : FuzzTarget
{
    private const int MaxFrame = 64;

    /// <summary>A seeded fault: what a packet began is forgotten with it.</summary>
    public bool Forgets { get; init; }

    /// <summary>A seeded fault: the first byte of each frame is left away.</summary>
    public bool Loses { get; init; }

    public override FuzzLimits Limits { get; } = new() { OutputPerByte = 1, MaxHeld = MaxFrame };

    public override IReadOnlyList<byte[]> Tokens { get; } = [[1, 0, 0, 0], [64, 0, 0, 0], [65, 0, 0, 0], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0, 1, 0, 0]];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var (assembler, all, taken) = (new FrameAssembler(MaxFrame), new List<byte>(), 0);
        foreach (var packet in packets)
        {
            if (Forgets) assembler = new FrameAssembler(MaxFrame);
            all.AddRange(packet);
            ReadOnlyMemory<byte> bytes = packet;
            while (assembler.TryTake(ref bytes, out var frame))
            {
                run.Step();
                spoil?.Invoke(frame);
                if (Loses) frame = frame[1..];
                FuzzRun.Require(frame.Length is >= 1 and <= MaxFrame, $"a frame of {frame.Length} bytes");
                var again = new byte[FrameAssembler.PrefixBytes + frame.Length];
                FrameAssembler.WritePrefix(again, frame.Length);
                frame.CopyTo(again.AsMemory(FrameAssembler.PrefixBytes));
                FuzzRun.Require(Forgets || all.Skip(taken).Take(again.Length).SequenceEqual(again), "a frame is not what came");
                taken += again.Length;
                run.Note($"{frame.Length} bytes");
            }

            if (assembler.Error is { } error)
            {
                run.Note(error);
                return;
            }

            FuzzRun.Require(bytes.IsEmpty, "bytes are left without a frame");
            run.Keeps(Math.Max(0, all.Count - taken - FrameAssembler.PrefixBytes));
        }
    }
}
