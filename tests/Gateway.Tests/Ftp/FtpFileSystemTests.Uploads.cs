using SocketGateway.Gateway.Ftp;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Tests.Ftp;

/// <summary>Files that are received.</summary>
public sealed partial class FtpFileSystemTests
{
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
}
