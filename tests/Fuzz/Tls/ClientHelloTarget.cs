using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Fuzz.Tests.Peeking;
using SocketGateway.Protocols.Tls;

namespace SocketGateway.Fuzz.Tests.Tls;

/// <summary>Reads a ClientHello.</summary>
internal sealed class ClientHelloTarget(PeekReader<ClientHello>? read = null) : PeekTarget<ClientHello>(read ?? ClientHelloReader.Read, ClientHelloReader.MaxBytes)
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [22, 3, 1], [22, 3, 1, 0, 1], [22, 3, 1, 64, 0], [1, 0, 64, 0], [1, 0], [3, 3], [0, 0], [0, 16], [0, 5, 0, 3, 2, 104, 50], [0, 6, 0, 4, 0, 0, 1, 97],
        ".example"u8.ToArray(), "\u0002h2"u8.ToArray(),
    ];

    protected override string Check(ClientHello hello, ReadOnlySpan<byte> peeked, FuzzRun run)
    {
        FuzzRun.Require(
            hello.ServerName is null or { Length: > 0 and <= 253 } && hello.ServerName?.All(c => c is '-' or '_' or '.' or (>= '0' and <= '9') or (>= 'a' and <= 'z')) != false,
            $"the host name {hello.ServerName}");
        FuzzRun.Require(hello.ServerName is null || (hello.ServerName[^1] != '.' && hello.ServerName[0] != '.'), "a host name of an empty label");
        FuzzRun.Require(hello.Protocols.All(protocol => protocol.Protocol.Length is > 0 and <= 255), "a protocol without a name");
        return $"{hello.ServerName} {string.Join(' ', hello.Protocols)}";
    }
}
