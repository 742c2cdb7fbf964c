using SocketGateway.Gateway.Ftp;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Tests.Ftp;

public sealed partial class FtpFileSystemTests : IDisposable
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
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.List("/out", null)));
        Assert.Equal(FtpFailure.Denied, Refused(() => Receive("/out/new", ".new.part")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.MakeDirectory("/out/made")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.MakeDirectory("/out/..made")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.CreateDirectories("/out/made/more")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.DeleteFile("/out/secret.txt")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.DeleteDirectory("/out/empty")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.Rename("/out/secret.txt", "/mine.txt")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.Rename("/a.txt", "/out/a.txt")));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.SetTime("/file", DateTimeOffset.UnixEpoch)));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.SetMode("/file", UnixFileMode.None)));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.Describe("/file")));
        Assert.Equal(FtpFailure.Denied, Refused(() => Receive("/file", ".part", start: 1)));
        Assert.Equal(FtpFailure.Denied, Refused(() => Receive("/file", ".part", kind: FtpTransferKind.Appe)));
        Assert.Equal(FtpFailure.Denied, Refused(() => _files.Below("/out")));
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
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.OpenRead("/one")));
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
    public void A_directory_that_becomes_a_link_while_it_is_held_is_still_the_one_it_was()
    {
        using var folder = HeldFolder.Open(_folder["sub"], _folder.Root);
        Directory.Move(_folder["sub"], _folder["moved"]);
        Directory.CreateSymbolicLink(_folder["sub"], _folder.Outside);
        File.WriteAllText(folder["new"], "");
        Assert.True(File.Exists(_folder["moved/new"]));
        Assert.False(File.Exists(Path.Combine(_folder.Outside, "new")));
        Assert.Equal(FtpFailure.Denied, Refused(() => HeldFolder.Open(_folder["sub"], _folder.Root)));
    }

    [Fact]
    public async Task Directories_that_change_places_with_links_let_nobody_out()
    {
        // Somebody on this machine swaps a directory and a link that leads out, as fast as it goes, while files go through that name.
        Directory.CreateDirectory(_folder["good"]);
        Directory.CreateSymbolicLink(_folder["bad"], _folder.Outside);
        File.WriteAllText(_folder["good/secret.txt"], "harmless");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var swapping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(_folder["good"], _folder["swap"]);
                Directory.Move(_folder["bad"], _folder["good"]);
                Directory.Move(_folder["good"], _folder["bad"]);
                Directory.Move(_folder["swap"], _folder["good"]);
            }
        });
        while (!stop.IsCancellationRequested)
        {
            Try(() =>
            {
                using var file = _files.OpenRead("/good/secret.txt");
                var bytes = new byte[8];
                Assert.NotEqual("secret", System.Text.Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)));
            });
            Try(() => _files.MakeDirectory("/good/made"));
            Try(() => _files.DeleteFile("/good/secret.txt"));
            Try(() => _files.Rename("/good/secret.txt", "/stolen.txt"));
            Try(() => Receive("/good/new", ".new.x.0.part").Dispose());
        }

        await swapping;
        Assert.Equal(["secret.txt"], Directory.EnumerateFileSystemEntries(_folder.Outside).Select(Path.GetFileName));

        static void Try(Action act)
        {
            try
            {
                act();
            }
            catch (Exception error) when (FtpException.Explain(error) is not null)
            {
            }
        }
    }

    [Fact]
    public void A_root_below_the_root_cannot_be_left()
    {
        var inner = _files.Below("/sub");
        Assert.Equal(5, inner.FindFile("/b.txt").Length);
        Assert.Equal(FtpFailure.NotFound, Refused(() => inner.FindFile("/a.txt")));
        File.CreateSymbolicLink(_folder["sub/up"], "../a.txt");
        Assert.Equal(FtpFailure.Denied, Refused(() => inner.FindFile("/up")));
    }

    [Fact]
    public void Directories_are_made_and_removed_when_empty()
    {
        _files.MakeDirectory("/new");
        Assert.Equal(FtpFailure.Exists, Refused(() => _files.MakeDirectory("/new")));
        Assert.Equal(FtpFailure.Exists, Refused(() => _files.MakeDirectory("/a.txt")));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.MakeDirectory("/missing/new")));
        Assert.Equal(FtpFailure.NotEmpty, Refused(() => _files.DeleteDirectory("/sub")));
        Assert.Equal(FtpFailure.NotADirectory, Refused(() => _files.DeleteDirectory("/a.txt")));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.DeleteDirectory("/missing")));
        _files.DeleteDirectory("/new");
        Assert.Equal(["a.txt", "sub"], Names("/"));
    }

    [Fact]
    public void Files_are_deleted_and_links_instead_of_what_they_lead_to()
    {
        File.CreateSymbolicLink(_folder["link"], "sub/b.txt");
        Directory.CreateSymbolicLink(_folder["there"], "sub");
        _files.DeleteFile("/link");
        _files.DeleteFile("/there");
        Assert.Equal(FtpFailure.NotAFile, Refused(() => _files.DeleteFile("/sub")));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.DeleteFile("/missing")));
        _files.DeleteFile("/sub/b.txt");
        Assert.Empty(Names("/sub"));
    }

    [Fact]
    public void Renaming_replaces_a_file_but_never_a_directory()
    {
        _files.CheckExists("/a.txt");
        _files.Rename("/a.txt", "/sub/b.txt");
        Assert.Equal("hello", File.ReadAllText(_folder["sub/b.txt"]));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.CheckExists("/a.txt")));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.Rename("/a.txt", "/c.txt")));
        File.WriteAllText(_folder["d.txt"], "");
        Assert.Equal(FtpFailure.Exists, Refused(() => _files.Rename("/d.txt", "/sub")));
        Assert.Equal(FtpFailure.Exists, Refused(() => _files.Rename("/sub", "/d.txt")));
        Assert.Equal(FtpFailure.NameNotAllowed, Refused(() => _files.Rename("/sub", "/sub/inner")));
        _files.Rename("/sub", "/other");
        _files.Rename("/other", "/other");
        Assert.Equal(["b.txt"], Names("/other"));
    }

    [Fact]
    public void Times_and_modes_are_set_on_files_directories_and_behind_links()
    {
        var time = new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);
        File.CreateSymbolicLink(_folder["link"], "sub/b.txt");
        foreach (var path in new[] { "/a.txt", "/sub", "/link" })
        {
            _files.SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            _files.SetTime(path, time);
            var entry = _files.Describe(path);
            Assert.Equal((path, time, (UnixFileMode)0x1C0), (path, entry.Modified, entry.Mode));
        }

        Assert.Equal(time.UtcDateTime, File.GetLastWriteTimeUtc(_folder["sub/b.txt"]));
    }

    [Fact]
    public async Task A_fifo_is_refused_instead_of_waited_for()
    {
        if (!OperatingSystem.IsLinux()) return;
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_folder["fifo"]])) await made.WaitForExitAsync();

        var refused = Task.Run(() => Refused(() => _files.OpenRead("/fifo")));
        Assert.Equal(FtpFailure.NotAFile, await refused.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(FtpFailure.NotAFile, Refused(() => _files.SetMode("/fifo", UnixFileMode.UserRead)));
    }

    private static FtpTransfer Stor(string path) => new(FtpTransferKind.Stor, path, FtpType.Image);

    private Microsoft.Win32.SafeHandles.SafeFileHandle Receive(string path, string part, long start = 0, FtpTransferKind kind = FtpTransferKind.Stor) =>
        _files.Receive(new FtpTransfer(kind, path, FtpType.Image) { Start = start, Offset = start }, part).File;

    private static FtpFailure? Refused(Func<IDisposable> open) => Refused(() => open().Dispose());

    private static FtpFailure? Refused(Func<object> ask) => Refused(() => { ask(); });

    private static FtpFailure? Refused(Action act) => FtpException.Explain(Assert.ThrowsAny<Exception>(act));

    private List<string> Names(string path, string? pattern = null)
    {
        using var listing = _files.List(path, pattern);
        var names = new List<string>();
        while (listing.MoveNext()) names.Add(listing.Current.Name);
        return names;
    }
}
