namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>Bytes as a person copies them.</summary>
internal static class Hex
{
    private const int Most = 2048;

    public static string Of(ReadOnlySpan<byte> bytes) => bytes.Length <= Most
        ? Convert.ToHexString(bytes)
        : $"{Convert.ToHexString(bytes[..Most])}... ({bytes.Length} bytes)";
}
