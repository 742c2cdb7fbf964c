using System.Collections;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Internal;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;
using SocketGateway.Gateway.Ftp;

namespace SocketGateway.Gateway.Http;

/// <summary>
/// The files below a directory: without names that begin with a dot, and without what symbolic links show of the world outside. Links that stay inside are followed,
/// which ASP.NET Core's own provider does only half: it takes the link's length for the file's.
/// </summary>
internal sealed class RootedFileProvider(string root) : IFileProvider
{
    /// <summary>What a site says of itself (RFC 8615), certificates' challenges among it.</summary>
    private const string WellKnown = ".well-known";

    private const int LongestPath = 4096; // PATH_MAX

    private static readonly char[] NotInNames = Path.GetInvalidFileNameChars();

    private readonly string _root = RealPath.Of(Path.GetFullPath(root));

    public IFileInfo GetFileInfo(string subpath)
    {
        if (Resolve(subpath) is not { } path || !File.Exists(path)) return new NotFoundFileInfo(subpath);
        var file = new PhysicalFileInfo(new FileInfo(path));
        return file.Length == 0 ? new EmptyFile(file) : file;
    }

    public IDirectoryContents GetDirectoryContents(string subpath)
    {
        if (Resolve(subpath) is not { } path || !Directory.Exists(path)) return NotFoundDirectoryContents.Singleton;
        return new Served(new PhysicalDirectoryContents(path).Where(entry => Resolve($"{subpath}/{entry.Name}") is not null));
    }

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    /// <summary>The path without links; null when it is none of a client's business.</summary>
    private string? Resolve(string subpath)
    {
        // No file system has longer paths, and each name costs a look at it.
        if (subpath.Length > LongestPath) return null;
        var names = subpath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].IndexOfAny(NotInNames) >= 0 || (names[i][0] == '.' && (i > 0 || names[i] != WellKnown))) return null;
        }

        try
        {
            var path = RealPath.Of(Path.Combine([_root, .. names]));
            return RealPath.IsWithin(_root, path) ? path : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
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
