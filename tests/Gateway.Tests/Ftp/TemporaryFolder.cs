namespace SocketGateway.Gateway.Tests.Ftp;

/// <summary>A root with something beside it that must not be reached.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("ftp-");

    public TemporaryFolder()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret.txt"), "secret");
    }

    public string Root => Path.Combine(_base.FullName, "root");

    // Its path begins with the root's: a comparison of texts alone would take it for a part of the root.
    public string Outside => Path.Combine(_base.FullName, "root-of-others");

    public string this[string name] => Path.Combine(Root, name);

    public void Dispose() => _base.Delete(recursive: true);
}
