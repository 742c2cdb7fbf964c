using SocketGateway.Gateway.Ftp;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Tests.Ftp;

public sealed class FtpFileSystemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FtpFileSystem _files;

    public FtpFileSystemTests()
    {
        _files = new FtpFileSystem(_folder.Root);
        File.WriteAllText(_folder["a.txt"], "hello");
        Directory.CreateDirectory(_folder["sub"]);
        File.WriteAllText(_folder["sub/b.txt"], "inner");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finds_opens_and_lists_what_is_below_the_root()
    {
        Assert.Equal(5, _files.FindFile("/a.txt").Length);
        using (var file = _files.OpenRead("/sub/b.txt")) Assert.Equal(5, RandomAccess.GetLength(file));
        Assert.Equal(["a.txt", "sub"], Names("/"));
        Assert.Equal(["b.txt"], Names("/sub"));
        _files.CheckDirectory("/sub");
    }

    [Theory]
    [InlineData("/../root-of-others/secret.txt")]
    [InlineData("/sub/../../root-of-others/secret.txt")]
    [InlineData("/..")]
    public void Dots_that_were_not_normalized_away_are_refused(string path) =>
        Assert.Equal(FtpFailure.NameNotAllowed, Refused(() => _files.OpenRead(path)));

    [Fact]
    public void An_absolute_path_is_one_below_the_root()
    {
        var absolute = Path.Combine(_folder.Outside, "secret.txt");
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.OpenRead(absolute)));
    }

    [Theory]
    [InlineData("absolute")]
    [InlineData("relative")]
    [InlineData("chain")]
    public void A_link_that_leads_out_is_refused_for_reading_writing_entering_and_listing(string kind)
    {
        var target = kind == "relative" ? "../root-of-others" : _folder.Outside;
        if (kind == "chain")
        {
            Directory.CreateSymbolicLink(_folder["sub/first"], target);
            target = "sub/first";
        }

        Directory.CreateSymbolicLink(_folder["out"], target);
        File.CreateSymbolicLink(_folder["file"], Path.Combine(_folder.Outside, "secret.txt"));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.OpenRead("/out/secret.txt")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.OpenRead("/file")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.CheckDirectory("/out")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.List("/out", null, false)));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.Create("/out/new", ".new.part")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.CreateDirectory("/out/made")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.CreateDirectory("/out/..made")));
        Assert.Equal(["a.txt", "sub"], Names("/"));
        Assert.Equal(["secret.txt"], Directory.EnumerateFileSystemEntries(_folder.Outside).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        File.CreateSymbolicLink(_folder["sub/up"], "../a.txt");
        Directory.CreateSymbolicLink(_folder["there"], "sub");
        using var file = _files.OpenRead("/there/up");
        Assert.Equal(5, RandomAccess.GetLength(file));
        Assert.Equal(["b.txt", "up"], Names("/there"));
    }

    [Fact]
    public void Links_in_a_circle_are_an_error_not_a_hang()
    {
        File.CreateSymbolicLink(_folder["one"], "two");
        File.CreateSymbolicLink(_folder["two"], "one");
        Assert.Equal(FtpFailure.IoError, Refused(() => _files.OpenRead("/one")));
    }

    [Fact]
    public void The_root_may_itself_be_a_link()
    {
        var link = _folder.Root + "-link";
        Directory.CreateSymbolicLink(link, _folder.Root);
        using var file = new FtpFileSystem(link).OpenRead("/sub/b.txt");
        Assert.Equal(5, RandomAccess.GetLength(file));
    }

    [Fact]
    public void A_received_file_is_hidden_until_it_has_its_name_and_replaces_a_link_instead_of_following_it()
    {
        var secret = Path.Combine(_folder.Outside, "secret.txt");
        var temporary = FtpFileSystem.TemporaryName("/new.txt", "c0nnect10n", 0);
        _files.Create("/new.txt", temporary).Dispose();
        Assert.Equal(["a.txt", "sub"], Names("/"));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.OpenRead("/" + temporary)));
        File.CreateSymbolicLink(_folder["new.txt"], secret);
        _files.Publish("/new.txt", temporary);
        Assert.Equal(["a.txt", "new.txt", "sub"], Names("/"));
        Assert.Equal("secret", File.ReadAllText(secret));
        _files.Publish("/new.txt", temporary);
        Assert.Equal(0, _files.FindFile("/new.txt").Length);
    }

    [Fact]
    public void A_temporary_file_is_reopened_with_what_is_in_it()
    {
        var temporary = FtpFileSystem.TemporaryName("/new.txt", "c0nnect10n", 0);
        using (var file = _files.Create("/new.txt", temporary)) RandomAccess.Write(file, "abc"u8, 0);
        using (var file = _files.Reopen("/new.txt", temporary)) Assert.Equal(3, RandomAccess.GetLength(file));
        _files.Discard("/new.txt", temporary);
        _files.Discard("/new.txt", temporary);
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.Reopen("/new.txt", temporary)));
    }

    [Fact]
    public void Temporary_names_differ_and_stay_below_the_limit_of_names()
    {
        var longest = FtpFileSystem.TemporaryName("/sub/" + new string('\u00e4', 127), new string('z', 13), int.MaxValue);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(longest), 1, 255);
        Assert.NotEqual(FtpFileSystem.TemporaryName("/a", "x", 1), FtpFileSystem.TemporaryName("/a", "x", 2));
    }

    [Theory]
    [InlineData("/", FtpFailure.NameNotAllowed)]
    [InlineData("/sub", FtpFailure.NotAFile)]
    [InlineData("/missing/file", FtpFailure.NotFound)]
    [InlineData("/a.txt/file", FtpFailure.NotFound)]
    [InlineData("/.x.part", FtpFailure.NameNotAllowed)]
    public void Names_that_cannot_be_received_are_refused_before_a_byte_comes(string path, FtpFailure expected) =>
        Assert.Equal(expected, Refused(() => _files.Create(path, ".t.part")));

    [Fact]
    public void A_listing_of_a_file_has_one_entry_and_a_pattern_chooses()
    {
        var (entries, isFile) = _files.List("/sub/b.txt", null, canWrite: true);
        Assert.True(isFile);
        Assert.Equal(("b.txt", 5, true), (entries[0].Name, (int)entries[0].Size, entries[0].CanWrite));
        Assert.Equal(["a.txt"], _files.List("/", "*.txt", false).Entries.Select(e => e.Name));
    }

    private static FtpFailure? Refused(Func<IDisposable> open) => Refused(() => open().Dispose());

    private static FtpFailure? Refused(Func<object> ask) => Refused(() => { ask(); });

    private static FtpFailure? Refused(Action act) => FtpException.Explain(Assert.ThrowsAny<Exception>(act));

    private IEnumerable<string> Names(string path) => _files.List(path, null, canWrite: false).Entries.Select(e => e.Name);
}
