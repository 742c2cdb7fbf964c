using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SocketGateway.Gateway.Certificates;

/// <summary>
/// Something made of files, and made again when they hold something else: their bytes are compared, since a name may come to mean another file by a rename, or by a link anywhere on its
/// way. Not thread-safe but for <see cref="Current"/>.
/// </summary>
/// <typeparam name="T">What is made of them.</typeparam>
internal sealed class WatchedFiles<T>
    where T : class
{
    private readonly IReadOnlyList<string> _paths;
    private readonly Func<(T? Made, string Fault)> _make;
    private string _judged;
    private string _seen;
    private bool _refused;
    private T _current;

    /// <param name="paths">The files.</param>
    /// <param name="make">Makes it, or says why not.</param>
    /// <exception cref="InvalidOperationException">It cannot be made.</exception>
    public WatchedFiles(IReadOnlyList<string> paths, Func<(T? Made, string Fault)> make)
    {
        (_paths, _make) = (paths, make);

        // First the bytes, then what is made of them: what changes in between is found by the next look.
        _judged = _seen = Read();
        var (made, fault) = make();
        _current = made ?? throw new InvalidOperationException(fault);
    }

    /// <summary>What was made of the last files that were good.</summary>
    public T Current => Volatile.Read(ref _current);

    /// <summary>Compares. A change counts once two looks in a row have seen the same: a certificate and its key are seldom written at one moment.</summary>
    /// <param name="now">Counts at once, and what was refused is tried once more.</param>
    /// <param name="fault">Why it was refused.</param>
    public FileChange Look(bool now, out string fault)
    {
        fault = "";
        var read = Read();
        var isSettled = now || read == _seen;
        _seen = read;
        if (!isSettled || (read == _judged && !(now && _refused))) return FileChange.None;
        _judged = read;
        (var made, fault) = _make();
        _refused = made is null;
        if (made is null) return FileChange.Refused;
        Volatile.Write(ref _current, made);
        return FileChange.Taken;
    }

    private string Read()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var path in _paths)
        {
            var bytes = BytesOf(path);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
            hash.AppendData(length);
            hash.AppendData(bytes ?? []);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static byte[]? BytesOf(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
