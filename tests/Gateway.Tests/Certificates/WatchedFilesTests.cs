using SocketGateway.Gateway.Certificates;

namespace SocketGateway.Gateway.Tests.Certificates;

/// <summary>Texts in files, of which those that begin with a minus sign are bad ones.</summary>
public sealed class WatchedFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketgateway-watched-");
    private readonly string _file;

    public WatchedFilesTests()
    {
        _file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(_file, "one");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_did_not_change_is_kept_as_it_is()
    {
        var watched = Watch();
        var first = watched.Current;
        File.WriteAllText(_file, "one");
        Assert.Equal([FileChange.None, FileChange.None, FileChange.None], [Look(watched), Look(watched), Look(watched, now: true)]);
        Assert.Same(first, watched.Current);
    }

    [Fact]
    public void A_change_counts_when_two_looks_have_seen_the_same()
    {
        var watched = Watch();
        File.WriteAllText(_file, "tw");
        Assert.Equal(FileChange.None, Look(watched));
        File.WriteAllText(_file, "two");
        Assert.Equal(FileChange.None, Look(watched));
        Assert.Equal((FileChange.Taken, "two"), (Look(watched), watched.Current));
        Assert.Equal(FileChange.None, Look(watched));
    }

    [Fact]
    public void It_counts_at_once_for_whoever_asks_for_that()
    {
        var watched = Watch();
        File.WriteAllText(_file, "two");
        Assert.Equal((FileChange.Taken, "two"), (Look(watched, now: true), watched.Current));
        Assert.Equal(FileChange.None, Look(watched));
    }

    [Fact]
    public void A_rename_over_it_is_seen()
    {
        var watched = Watch();
        var next = Path.Combine(_directory.FullName, "next");
        File.WriteAllText(next, "two");
        File.SetLastWriteTimeUtc(next, File.GetLastWriteTimeUtc(_file));
        File.Move(next, _file, overwrite: true);
        Assert.Equal((FileChange.None, FileChange.Taken, "two"), (Look(watched), Look(watched), watched.Current));
    }

    [Fact]
    public void A_link_that_moves_further_up_is_seen()
    {
        foreach (var version in (string[])["1", "2"])
        {
            Directory.CreateDirectory(Path.Combine(_directory.FullName, version));
            File.WriteAllText(Path.Combine(_directory.FullName, version, "file"), version);
        }

        var link = Path.Combine(_directory.FullName, "data");
        Directory.CreateSymbolicLink(link, "1");
        var watched = Watch(Path.Combine(link, "file"));
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, "2");
        Assert.Equal((FileChange.None, FileChange.Taken, "2"), (Look(watched), Look(watched), watched.Current));
    }

    [Theory]
    [InlineData("-bad")]
    [InlineData(null)]
    public void What_cannot_be_used_is_said_once_and_changes_nothing(string? text)
    {
        var watched = Watch();
        if (text is null) File.Delete(_file);
        else File.WriteAllText(_file, text);
        Assert.Equal([FileChange.None, FileChange.Refused, FileChange.None], [Look(watched), Look(watched), Look(watched)]);
        Assert.Equal("one", watched.Current);
        File.WriteAllText(_file, "two");
        Assert.Equal((FileChange.None, FileChange.Taken, "two"), (Look(watched), Look(watched), watched.Current));
    }

    [Fact]
    public void Whoever_asks_is_told_again_what_cannot_be_used()
    {
        var watched = Watch();
        File.WriteAllText(_file, "-bad");
        Assert.Equal([FileChange.Refused, FileChange.None, FileChange.Refused], [Look(watched, now: true), Look(watched), Look(watched, now: true)]);
    }

    [Fact]
    public void What_cannot_be_made_at_first_is_an_error()
    {
        File.WriteAllText(_file, "-bad");
        Assert.Equal("is bad", Assert.Throws<InvalidOperationException>(() => Watch()).Message);
    }

    private static FileChange Look(WatchedFiles<string> watched, bool now = false)
    {
        var change = watched.Look(now, out var fault);
        Assert.Equal(change == FileChange.Refused, fault.Length > 0);
        return change;
    }

    private WatchedFiles<string> Watch(string? file = null) => new([file ?? _file], () => Make(file ?? _file));

    private static (string?, string) Make(string file) => File.Exists(file) && File.ReadAllText(file) is var text && text[0] != '-' ? (text, "") : (null, "is bad");
}
