using System.Buffers;
using System.Text;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Fuzz.Tests.Framing;

/// <summary>Plays the stream to each codec as a session would, keeping what is not consumed; frames that were read are written and read again.</summary>
internal sealed class CodecTarget<T>(params IFrameCodec<T>[] codecs) : FuzzTarget
{
    public override FuzzLimits Limits { get; } = new()
    {
        // A byte that is not UTF-8 becomes three, and each frame brings a line end.
        OutputPerByte = 6 * codecs.Length,
        StepsPerByte = codecs.Length,
        MaxHeld = codecs.Max(codec => codec.MaxFrameBytes),
        AllocatedPerByte = 1024 * codecs.Length,
    };

    public override IReadOnlyList<byte[]> Tokens { get; } = ["--"u8.ToArray(), "-"u8.ToArray(), [0, 0], [0, 5], [0, 0, 0, 4], [0, 0, 0, 20], [21], [20], [0xFF, 0xFF]];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        foreach (var codec in codecs) Run(codec, packets, run);
    }

    private static void Run(IFrameCodec<T> codec, IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var input = new PendingInput();
        foreach (var packet in packets)
        {
            input.Append(packet);
            while (true)
            {
                run.Step();
                var result = codec.TryRead(input.Sequence, out var frame);
                CheckPromises(codec, input.Length, result, frame);
                if (result.Status == FrameStatus.Malformed)
                {
                    run.Note(result.Reason!);
                    return;
                }

                if (result.Status == FrameStatus.NeedMore) break;
                run.Note($"[{Text(frame)}]");
                WriteAgain(codec, frame, run);
                input.Consume(result.Consumed);
            }

            run.Keeps(input.Length);
        }

        run.Note($"{input.Length} left");
    }

    private static void CheckPromises(IFrameCodec<T> codec, long length, FrameResult result, T frame)
    {
        if (result.Status == FrameStatus.Complete)
        {
            FuzzRun.Require(result.Consumed >= 1 && result.Consumed <= Math.Min(length, codec.MaxFrameBytes), $"a frame of {result.Consumed} bytes of {length}");
            return;
        }

        FuzzRun.Require(result.Consumed == 0 && Text(frame).Length == 0, "something was consumed without a frame");
        if (result.Status == FrameStatus.NeedMore && length >= codec.MaxFrameBytes) throw new FuzzFailedException(FuzzProperty.MemoryBounded, "a full window was left undecided");
        FuzzRun.Require(result.Reason is null || result.Reason.All(c => c is '_' or (>= 'a' and <= 'z')), $"the reason {result.Reason} is not a snake_case word");
    }

    private static void WriteAgain(IFrameCodec<T> codec, T frame, FuzzRun run)
    {
        var encoded = new ArrayBufferWriter<byte>();
        try
        {
            codec.Write(frame, encoded);
        }
        catch (ArgumentException) when (frame is string text && Encoding.UTF8.GetByteCount(text) > codec.MaxFrameBytes - 2)
        {
            return; // replacement characters made it longer than a line may be
        }

        var again = codec.TryRead(new ReadOnlySequence<byte>(encoded.WrittenMemory), out var copy);
        FuzzRun.Require(again.Status == FrameStatus.Complete && again.Consumed == encoded.WrittenCount && Text(copy) == Text(frame), "what was written is not what was read");
        run.Output.Write(encoded.WrittenSpan);
    }

    private static string Text(T frame) => frame is ReadOnlySequence<byte> bytes ? Encoding.Latin1.GetString(bytes) : $"{frame}";
}
