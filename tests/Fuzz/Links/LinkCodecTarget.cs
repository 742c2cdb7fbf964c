using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Fuzz.Tests.Links;

/// <summary>Reads a message, of a session or of a node as the first byte says, and writes it again: there is one encoding of everything.</summary>
/// <param name="spoil">A seeded fault: done with each message of a session that was read.</param>
internal sealed class LinkCodecTarget(Action<SessionProtocol>? spoil = null) : FuzzTarget
{
    /// <summary>A seeded fault: the last byte is left away.</summary>
    public bool ReadsPrefix { get; init; }

    public override FuzzLimits Limits { get; } = new() { MaxInput = 4096, OutputPerByte = 1 };

    public override bool IsStream => false;

    public override IReadOnlyList<byte[]> Tokens { get; } = [[0], [1], [4, 127, 0, 0, 1, 0, 0], [6], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        byte[] all = [.. packets.SelectMany(packet => packet)];
        if (all.Length == 0) return;
        var bytes = all.AsMemory(1);
        var read = ReadsPrefix && bytes.Length > 0 ? bytes[..^1] : bytes;
        var room = new byte[bytes.Length];
        var writer = new LinkWriter(room);
        if ((all[0] & 1) == 0)
        {
            if (!LinkCodec.TryRead(read, out SessionProtocol? message, out var error))
            {
                Refused(message, error, run);
                return;
            }

            spoil?.Invoke(message!);
            LinkCodec.Write(ref writer, message!);
            run.Note($"{message!.GetType().Name} {message.Epoch}");
        }
        else
        {
            if (!LinkCodec.TryRead(read, out LinkControl? message, out var error))
            {
                Refused(message, error, run);
                return;
            }

            LinkCodec.Write(ref writer, message!);
            run.Note(message!.GetType().Name);
        }

        FuzzRun.Require(writer.Length == bytes.Length && bytes.Span.SequenceEqual(room), "what was read is not written as it was");
    }

    private static void Refused(object? message, string? error, FuzzRun run)
    {
        FuzzRun.Require(message is null && !string.IsNullOrEmpty(error), "neither a message nor an error");
        run.Note(error!);
    }
}
