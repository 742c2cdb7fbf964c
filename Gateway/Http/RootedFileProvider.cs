using System.Collections;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using SocketGateway.Gateway.Ftp;

namespace SocketGateway.Gateway.Http;

/// <summary>The files below a directory: without names that begin with a dot, and without what symbolic links show of the world outside.</summary>
/// <param name="root">The directory, as a full path.</param>
/// <param name="files">What is in it.</param>
internal sealed class RootedFileProvider(string root, IFileProvider files) : IFileProvider
{
    /// <summary>What a site says of itself (RFC 8615), certificates' challenges among it.</summary>
    private const string WellKnown = ".well-known";

    private readonly string _root = RealPath.Of(root);

    public IFileInfo GetFileInfo(string subpath)
    {
        if (!IsServed(subpath)) return new NotFoundFileInfo(subpath);
        var file = files.GetFileInfo(subpath);
        return file is { Exists: true, Length: 0 } ? new EmptyFile(file) : file;
    }

    public IDirectoryContents GetDirectoryContents(string subpath)
    {
        if (!IsServed(subpath)) return NotFoundDirectoryContents.Singleton;
        var contents = files.GetDirectoryContents(subpath);
        return contents.Exists ? new Served(contents.Where(entry => IsServed($"{subpath}/{entry.Name}"))) : contents;
    }

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private bool IsServed(string subpath)
    {
        var names = subpath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i][0] == '.' && (i > 0 || names[i] != WellKnown)) return false;
        }

        try
        {
            return RealPath.IsWithin(_root, RealPath.Of(Path.Combine([_root, .. names])));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Never opened: what has no length may be a pipe, which would wait for its writer.</summary>
    private sealed class EmptyFile(IFileInfo file) : IFileInfo
    {
        public bool Exists => true;

        public bool IsDirectory => false;

        public DateTimeOffset LastModified => file.LastModified;

        public long Length => 0;

        public string Name => file.Name;

        public string? PhysicalPath => null;

        public Stream CreateReadStream() => Stream.Null;
    }

    private sealed class Served(IEnumerable<IFileInfo> entries) : IDirectoryContents
    {
        public bool Exists => true;

        public IEnumerator<IFileInfo> GetEnumerator() => entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
