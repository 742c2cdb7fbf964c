using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Fuzz.Tests.Links;

/// <summary>Messages that another node sends.</summary>
public sealed class LinkCodecFuzz() : FuzzTests(
    new LinkCodecTarget(),
    [
        // A number is taken for a size.
        new(FuzzProperty.NeverThrows, new LinkCodecTarget(message => { if (message is SessionProtocol.OutputCredit { Credit: > int.MaxValue } credit) _ = checked((int)credit.Credit); })),

        // What is announced is allocated.
        new(FuzzProperty.MemoryBounded, new LinkCodecTarget(message => { if (message is SessionProtocol.InputEnded ended) GC.KeepAlive(new byte[ended.Offset & 0x1FF_FFFF]); })),

        // What is behind a message is not looked at.
        new(FuzzProperty.WellFormed, new LinkCodecTarget { ReadsPrefix = true }),
    ]);
