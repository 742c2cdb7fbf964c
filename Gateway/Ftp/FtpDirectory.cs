using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>A listing that goes on entry by entry. It blocks.</summary>
internal sealed class FtpDirectory(IEnumerable<FtpEntry> entries, HeldFolder? folder) : IDisposable
{
    private readonly IEnumerator<FtpEntry> _entries = entries.GetEnumerator();

    /// <summary>Whether it is the one entry of a file, not those of a directory.</summary>
    public bool IsFile => folder is null;

    /// <summary>The entry that <see cref="MoveNext"/> found.</summary>
    public FtpEntry Current => _entries.Current;

    public bool MoveNext() => _entries.MoveNext();

    /// <summary>Leaves out entries, as far as there are any.</summary>
    public void Skip(long count)
    {
        while (count-- > 0 && MoveNext())
        {
        }
    }

    public void Dispose()
    {
        _entries.Dispose();
        folder?.Dispose();
    }
}
