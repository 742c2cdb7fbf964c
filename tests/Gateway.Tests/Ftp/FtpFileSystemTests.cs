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
    public void A_received_file_is_hidden_until_it_has_its_name_and_replaces_a_link_instead_of_following_it()
    {
        var secret = Path.Combine(_folder.Outside, "secret.txt");
        var part = PartName.Of("/new.txt", "c0nnect10n", 0);
        Receive("/new.txt", part).Dispose();
        Assert.Equal(["a.txt", "sub"], Names("/"));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.OpenRead("/" + part)));
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.DeleteFile("/" + part)));
        Assert.Equal(FtpFailure.NameNotAllowed, Refused(() => _files.Rename("/a.txt", "/.other.part")));
        File.CreateSymbolicLink(_folder["new.txt"], secret);
        var transfer = Stor("/new.txt") with { Temporary = part };
        _files.Publish(transfer);
        Assert.Equal(["a.txt", "new.txt", "sub"], Names("/"));
        Assert.Equal("secret", File.ReadAllText(secret));
        _files.Publish(transfer);
        Assert.Equal(0, _files.FindFile("/new.txt").Length);
    }

    [Fact]
    public void A_link_in_the_place_of_a_part_is_not_written_through()
    {
        File.CreateSymbolicLink(_folder[".t.part"], Path.Combine(_folder.Outside, "secret.txt"));
        using (var file = Receive("/new", ".t.part")) RandomAccess.Write(file, "abc"u8, 0);
        Assert.Equal("secret", File.ReadAllText(Path.Combine(_folder.Outside, "secret.txt")));
    }

    [Fact]
    public void A_part_is_reopened_with_what_is_in_it_and_removed_when_the_transfer_breaks()
    {
        var transfer = Stor("/new.txt") with { Temporary = PartName.Of("/new.txt", "c0nnect10n", 0), Offset = 2 };
        using (var file = Receive("/new.txt", transfer.Temporary)) RandomAccess.Write(file, "abc"u8, 0);
        using (var file = _files.Reopen(transfer)) Assert.Equal(3, RandomAccess.GetLength(file));
        _files.Break(transfer, keep: false);
        _files.Break(transfer, keep: false);
        Assert.Equal(FtpFailure.NotFound, Refused(() => _files.Reopen(transfer)));
    }

    [Fact]
    public void A_broken_transfer_that_is_kept_has_the_bytes_that_were_committed_under_its_name()
    {
        var transfer = Stor("/new.txt") with { Temporary = PartName.Of("/new.txt", "c0nnect10n", 0), Offset = 2 };
        using (var file = Receive("/new.txt", transfer.Temporary)) RandomAccess.Write(file, "abc"u8, 0);
        _files.Break(transfer, keep: true);
        _files.Break(transfer, keep: true);
        Assert.Equal("ab", File.ReadAllText(_folder["new.txt"]));
        Assert.Empty(Directory.EnumerateFiles(_folder.Root, ".*"));
    }

    [Theory]
    [InlineData(FtpTransferKind.Stor, 3, false, "hel")]
    [InlineData(FtpTransferKind.Stor, 3, true, "helXY")]
    [InlineData(FtpTransferKind.Appe, 5, false, "hello")]
    [InlineData(FtpTransferKind.Appe, 5, true, "helloXY")]
    public void A_file_that_is_continued_is_written_in_its_place(FtpTransferKind kind, int start, bool keep, string left)
    {
        var transfer = new FtpTransfer(kind, "/a.txt", FtpType.Image) { Start = start, Offset = start + 2 };
        using (var file = Receive("/a.txt", ".t.part", kind == FtpTransferKind.Appe ? 0 : start, kind)) RandomAccess.Write(file, "XYZ"u8, start);
        Assert.False(File.Exists(_folder[".t.part"]));
        using (var file = _files.Reopen(transfer)) Assert.Equal(start + 3, RandomAccess.GetLength(file));
        _files.Publish(transfer);
        _files.Break(transfer, keep);
        Assert.Equal(left, File.ReadAllText(_folder["a.txt"]));
    }

    [Fact]
    public void Temporary_names_differ_and_stay_below_the_limit_of_names()
    {
        var longest = PartName.Of("/sub/" + new string('\u00e4', 127), new string('z', 13), int.MaxValue);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(longest), 1, 255);
        Assert.NotEqual(PartName.Of("/a", "x", 1), PartName.Of("/a", "x", 2));
    }

    [Theory]
    [InlineData("/", FtpFailure.NameNotAllowed)]
    [InlineData("/sub", FtpFailure.NotAFile)]
    [InlineData("/missing/file", FtpFailure.NotFound)]
    [InlineData("/a.txt/file", FtpFailure.NotADirectory)]
    [InlineData("/.x.part", FtpFailure.NameNotAllowed)]
    public void Names_that_cannot_be_received_are_refused_before_a_byte_comes(string path, FtpFailure expected) =>
        Assert.Equal(expected, Refused(() => Receive(path, ".t.part")));

    [Fact]
    public void What_must_be_new_replaces_nothing_not_even_at_the_end()
    {
        var transfer = Stor("/late.txt") with { MustBeNew = true, Temporary = ".t.part" };
        Assert.Equal(FtpFailure.Exists, Refused(() => _files.Receive(Stor("/a.txt") with { MustBeNew = true }, ".t.part").File));
        _files.Receive(transfer, ".t.part").File.Dispose();
        File.WriteAllText(_folder["late.txt"], "first");
        Assert.Equal(FtpFailure.Exists, Refused(() => _files.Publish(transfer)));
        Assert.Equal("first", File.ReadAllText(_folder["late.txt"]));
    }

    [Fact]
    public void Continuing_behind_the_end_is_refused() =>
        Assert.Equal(FtpFailure.InvalidRestart, Refused(() => Receive("/a.txt", ".t.part", start: 6)));

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
    public void A_listing_of_a_file_has_one_entry_and_a_pattern_chooses()
    {
        using var listing = _files.List("/sub/b.txt", null);
        Assert.True(listing.IsFile);
        Assert.True(listing.MoveNext());
        Assert.Equal(("b.txt", 5), (listing.Current.Name, (int)listing.Current.Size));
        Assert.False(listing.MoveNext());
        Assert.Equal(["a.txt"], Names("/", "*.txt"));
    }

    [Fact]
    public void Names_that_cannot_be_asked_for_are_not_listed()
    {
        if (!OperatingSystem.IsLinux()) return;
        File.WriteAllText(_folder["new\nline"], "");
        File.WriteAllText(_folder["esc\u001B[2J"], "");
        Shell($"touch $'{_folder.Root}/latin-\\xE4'");
        File.WriteAllText(_folder["quotes \" and 'these' \\"], "");
        Assert.Equal(["a.txt", "quotes \" and 'these' \\", "sub"], Names("/"));

        // .NET cannot name it either, not even to delete it.
        Shell($"rm $'{_folder.Root}/latin-\\xE4'");

        static void Shell(string command)
        {
            using var shell = System.Diagnostics.Process.Start("bash", ["-c", command]);
            shell.WaitForExit();
        }
    }

    [Fact]
    public void A_large_directory_is_listed_whole_in_its_own_order_and_goes_on_anywhere()
    {
        const int Count = 10_050;
        var large = Directory.CreateDirectory(_folder["large"]).FullName;
        for (var i = 0; i < Count; i++) File.WriteAllBytes(Path.Combine(large, $"{i:D5}"), []);
        var all = Names("/large").ToList();
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i:D5}"), all.Order());
        using var rest = _files.List("/large", null);
        rest.Skip(10_040);
        for (var i = 10_040; i < Count; i++) Assert.Equal((true, all[i]), (rest.MoveNext(), rest.Current.Name));
        Assert.False(rest.MoveNext());
    }

    [Fact]
    public void Old_parts_are_removed_wherever_they_are_and_nothing_else()
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var name in new[] { ".old.x.1.part", "sub/.old.x.2.part", ".young.x.1.part", ".kept", "plain.part" }) File.WriteAllText(_folder[name], "");
        foreach (var name in new[] { ".old.x.1.part", "sub/.old.x.2.part", ".kept", "plain.part" })
            File.SetLastWriteTimeUtc(_folder[name], now.UtcDateTime.AddHours(-2));
        Directory.CreateSymbolicLink(_folder["way-out"], _folder.Outside);
        File.WriteAllText(Path.Combine(_folder.Outside, ".old.x.3.part"), "");
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Outside, ".old.x.3.part"), now.UtcDateTime.AddHours(-2));
        Assert.Equal(2, FtpStaleUploads.Clean(_folder.Root, now.AddHours(-1)));
        Assert.Equal([".kept", ".young.x.1.part", "plain.part"], Directory.EnumerateFiles(_folder.Root).Select(Path.GetFileName).Where(n => n != "a.txt").Order());
        Assert.True(File.Exists(Path.Combine(_folder.Outside, ".old.x.3.part")));
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
