using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>A file sent as text, and one received.</summary>
internal sealed class FtpAsciiTarget(bool forgets = false, bool doubles = false) : FuzzTarget
{
    public override FuzzLimits Limits { get; } = new() { OutputPerByte = 3, MaxHeld = 1 };

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var (sent, received) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        var (toWire, fromWire) = (false, false);
        foreach (var packet in packets)
        {
            run.Step();
            toWire = FtpAscii.ToWire(packet, toWire, sent) && !forgets;
            fromWire = FtpAscii.FromWire(packet, fromWire, received);
        }

        FtpAscii.EndFromWire(fromWire, received);
        run.Output.Write(sent.WrittenSpan);
        run.Output.Write(received.WrittenSpan);
        for (var again = 0; doubles && again < 8; again++) run.Output.Write(sent.WrittenSpan);
        FuzzRun.Require(sent.WrittenSpan.Count((byte)'\n') == packets.Sum(p => p.AsSpan().Count((byte)'\n')), "a line was lost or made");
        for (var i = 0; i < sent.WrittenCount; i++) FuzzRun.Require(sent.WrittenSpan[i] != '\n' || (i > 0 && sent.WrittenSpan[i - 1] == '\r'), "a lone LF is on the wire");
    }
}
