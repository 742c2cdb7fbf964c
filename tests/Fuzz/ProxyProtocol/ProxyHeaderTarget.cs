using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Fuzz.Tests.Peeking;
using SocketGateway.Protocols.Peeking;
using SocketGateway.Protocols.ProxyProtocol;

namespace SocketGateway.Fuzz.Tests.ProxyProtocol;

/// <summary>Reads a header; one with addresses is written in both versions and read again.</summary>
internal sealed class ProxyHeaderTarget(PeekReader<ProxyHeader>? read = null) : PeekTarget<ProxyHeader>(read ?? ProxyHeaderReader.Read, ProxyHeaderReader.MaxBytes)
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        "PROXY "u8.ToArray(), "TCP4 "u8.ToArray(), "TCP6 "u8.ToArray(), "UNKNOWN"u8.ToArray(), "255.255.255.255"u8.ToArray(), "::ffff:1.2.3.4"u8.ToArray(), "::"u8.ToArray(),
        ProxyFormat.Signature.ToArray(), [0x21, 0x11, 0x00], [0x21, 0x21, 0x00], [0x20], [0x10, 0x00], [1, 0, 2], [2, 0, 1], [3, 0, 4], [5, 0, 128], [0xE0, 0, 55],
    ];

    protected override string Check(ProxyHeader header, ReadOnlySpan<byte> peeked, FuzzRun run)
    {
        FuzzRun.Require(header.Length > ProxyFormat.LineSignature.Length && header.Length <= Math.Min(peeked.Length, ProxyHeaderReader.MaxBytes), $"a header of {header.Length} bytes");
        FuzzRun.Require(header.Source is null == header.Destination is null, "one address without the other");
        FuzzRun.Require(header.UniqueId.Length <= 128 && header.Alpn?.Protocol.IsEmpty != true && header.Authority?.Any(char.IsControl) != true, "an extension that nobody sends");
        FuzzRun.Require(ProxyHeaderReader.Read(peeked[..header.Length], out _) == PeekResult.Done, "a header that is not read without what follows it");
        if (header.Source is not null) WriteAgain(header, run);
        return $"{header.Command} {header.Source} {header.Destination} {header.Alpn} {header.Authority} {header.TraceParent} "
            + string.Join(' ', header.Tlvs.Select(tlv => $"{tlv.Type}:{Convert.ToHexString(tlv.Value.Span)}"));
    }

    private static void WriteAgain(ProxyHeader header, FuzzRun run)
    {
        var output = new ArrayBufferWriter<byte>();
        ProxyHeaderWriter.WriteV1(header.Source!, header.Destination!, output);
        RequireSame(header, output.WrittenSpan);
        var lineBytes = output.WrittenCount;

        // Mapped addresses may be written shorter, never longer; the checksum comes on top.
        ProxyHeaderWriter.WriteV2(header.Source!, header.Destination!, header.Tlvs, checksum: header.Length < ProxyHeaderReader.MaxBytes / 2, output);
        RequireSame(header, output.WrittenSpan[lineBytes..]);
        run.Output.Write(output.WrittenSpan);
    }

    private static void RequireSame(ProxyHeader header, ReadOnlySpan<byte> written)
    {
        var result = ProxyHeaderReader.Read(written, out var again);
        FuzzRun.Require(
            result == PeekResult.Done && again!.Length == written.Length && header.Source!.Equals(again.Source) && header.Destination!.Equals(again.Destination),
            "what was written is not what was read");
    }
}
