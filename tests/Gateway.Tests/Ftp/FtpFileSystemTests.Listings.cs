using SocketGateway.Gateway.Ftp;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Tests.Ftp;

/// <summary>What is listed, and what is cleared away.</summary>
public sealed partial class FtpFileSystemTests
{
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
        var id = ConnectionId.Create(1, 2);
        foreach (var name in new[] { $".old.{id}.1.part", $"sub/.old.{id}.2.part", $".young.{id}.1.part", ".kept", "plain.part", ".others.part" }) File.WriteAllText(_folder[name], "");
        foreach (var name in new[] { $".old.{id}.1.part", $"sub/.old.{id}.2.part", ".kept", "plain.part", ".others.part" })
            File.SetLastWriteTimeUtc(_folder[name], now.UtcDateTime.AddHours(-2));
        Directory.CreateSymbolicLink(_folder["way-out"], _folder.Outside);
        File.WriteAllText(Path.Combine(_folder.Outside, $".old.{id}.3.part"), "");
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Outside, $".old.{id}.3.part"), now.UtcDateTime.AddHours(-2));
        Assert.Equal((2, null), FtpStaleUploads.Clean(_folder.Root, now.AddHours(-1)));
        Assert.Equal([".kept", ".others.part", $".young.{id}.1.part", "plain.part"], Directory.EnumerateFiles(_folder.Root).Select(Path.GetFileName).Where(n => n != "a.txt").Order());
        Assert.True(File.Exists(Path.Combine(_folder.Outside, $".old.{id}.3.part")));
    }
}
