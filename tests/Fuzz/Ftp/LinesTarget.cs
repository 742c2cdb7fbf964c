using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>The input cut into lines as the FTP session cuts it, too long ones included.</summary>
internal sealed class LinesTarget(LinesTarget.Reader read) : FuzzTarget
{
    internal delegate void Reader(ReadOnlySequence<byte> line, FuzzRun run);

    public override FuzzLimits Limits { get; } = new() { OutputPerByte = 64, AllocatedPerByte = 4096 };

    public override IReadOnlyList<byte[]> Tokens => FtpTokens.All;

    /// <summary>Takes the next line, without its end, out of the input.</summary>
    public static bool TryTakeLine(PendingInput input, out ReadOnlySequence<byte> line, out long consumed)
    {
        (line, consumed) = (default, 0);
        if (input.Sequence.PositionOf((byte)'\n') is not { } end) return false;
        line = input.Sequence.Slice(0, end);
        consumed = line.Length + 1;
        if (!line.IsEmpty && line.Slice(line.Length - 1).FirstSpan[0] == '\r') line = line.Slice(0, line.Length - 1);
        return true;
    }

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var input = new PendingInput();
        foreach (var packet in packets)
        {
            input.Append(packet);
            while (TryTakeLine(input, out var line, out var consumed))
            {
                run.Step();
                read(line, run);
                input.Consume(consumed);
            }
        }
    }
}
