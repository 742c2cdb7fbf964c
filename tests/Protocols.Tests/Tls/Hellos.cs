using System.Net.Security;
using System.Text;

namespace SocketGateway.Protocols.Tests.Tls;

/// <summary>ClientHellos: those of the framework's own client, and some put together by hand, right or wrong.</summary>
internal static class Hellos
{
    private const int MaxRecordBytes = 1 << 14;

    /// <summary>The first flight of a client, as it stands on the wire.</summary>
    public static async Task<byte[]> FromClientAsync(SslClientAuthenticationOptions options)
    {
        using var wire = new RecordingStream();
        using var client = new SslStream(wire);

        // The peer says nothing, and the handshake ends with that.
        await Assert.ThrowsAnyAsync<Exception>(() => client.AuthenticateAsClientAsync(options));
        return wire.Written;
    }

    /// <summary>A message with its header, in as few records as it takes.</summary>
    public static byte[] Records(byte[] message, int size = MaxRecordBytes) => [.. message.Chunk(size).SelectMany(Record)];

    public static byte[] Record(byte[] fragment) => [22, 3, 1, (byte)(fragment.Length >> 8), (byte)fragment.Length, .. fragment];

    public static byte[] Message(byte[] body) => [1, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    /// <summary>A whole hello with these extensions.</summary>
    public static byte[] With(params byte[][] extensions) => Records(Message(Body(extensions)));

    public static byte[] Body(params byte[][] extensions) => [.. Beginning(), .. Vector16([.. extensions.SelectMany(e => e)])];

    /// <summary>Everything in front of the extensions.</summary>
    public static byte[] Beginning(byte major = 3, int sessionId = 32, byte[]? suites = null, byte[]? compressions = null) =>
        [major, 3, .. new byte[32], (byte)sessionId, .. new byte[sessionId], .. Vector16(suites ?? [0x13, 0x01, 0x13, 0x02]), .. Vector8(compressions ?? [0])];

    public static byte[] Extension(int type, byte[] data) => [(byte)(type >> 8), (byte)type, .. Vector16(data)];

    public static byte[] ServerName(params byte[][] entries) => Extension(0, Vector16([.. entries.SelectMany(e => e)]));

    public static byte[] Name(string host, byte type = 0) => [type, .. Vector16(Encoding.UTF8.GetBytes(host))];

    public static byte[] Alpn(params string[] protocols) => Extension(16, Vector16([.. protocols.SelectMany(p => Vector8(Encoding.UTF8.GetBytes(p)))]));

    public static byte[] Vector8(byte[] bytes) => [(byte)bytes.Length, .. bytes];

    public static byte[] Vector16(byte[] bytes) => [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    /// <summary>Takes what is written; reading finds the end.</summary>
    private sealed class RecordingStream : MemoryStream
    {
        public byte[] Written => ToArray();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
    }
}
