namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Files for transfers.</summary>
internal static class RandomFile
{
    /// <summary>A file of bytes that are easy to make again and never repeat within a piece; its path.</summary>
    public static string Make(string path, long bytes)
    {
        var random = new Random(Path.GetFileName(path).Length);
        var piece = new byte[1 << 20];
        using var file = File.Create(path);
        for (; bytes > 0; bytes -= piece.Length)
        {
            random.NextBytes(piece);
            file.Write(piece.AsSpan(0, (int)Math.Min(bytes, piece.Length)));
        }

        return path;
    }
}
