using System.Buffers;
using System.Text;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpListingTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_file_is_listed_as_ls_does() =>
        Assert.Equal(
            "-rw-r--r--    1 ftp      ftp              1234 Jun  9 08:05 read me.txt",
            FtpListing.Line(new FtpEntry("read me.txt", 1234, new DateTimeOffset(2026, 6, 9, 10, 5, 0, TimeSpan.FromHours(2)), false), Now));

    [Fact]
    public void A_directory_that_cannot_be_written_says_so() =>
        Assert.Equal(
            "dr-xr-xr-x    1 ftp      ftp              4096 Dec 31  2024 old",
            FtpListing.Line(new FtpEntry("old", 4096, new DateTimeOffset(2024, 12, 31, 0, 0, 0, TimeSpan.Zero), true, (UnixFileMode)0x16D), Now));

    [Fact]
    public void Facts_are_those_of_the_entry_and_rights_those_of_the_user()
    {
        var file = new FtpEntry("a;b =c", 5, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), false, (UnixFileMode)0x1A4);
        var directory = file with { Name = "d", IsDirectory = true, Mode = (UnixFileMode)7 };
        Assert.Equal("type=file;size=5;modify=20260102010405;perm=adfrw;UNIX.mode=0644; a;b =c\r\n", Facts(file, FtpFacts.All, FtpRights.All));
        Assert.Equal("perm=r; a;b =c\r\n", Facts(file, FtpFacts.Perm, FtpRights.Read));
        Assert.Equal("type=dir;modify=20260102010405;perm=cdeflmp;UNIX.mode=0007; d\r\n", Facts(directory, FtpFacts.All, FtpRights.All));
        Assert.Equal("perm=el; d\r\n", Facts(directory, FtpFacts.Perm, FtpRights.Read));
        Assert.Equal(" d\r\n", Facts(directory, FtpFacts.None, FtpRights.Read));

        static string Facts(FtpEntry entry, FtpFacts facts, FtpRights rights)
        {
            var output = new ArrayBufferWriter<byte>();
            FtpListing.WriteFacts(output, entry, facts, rights);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
    }

    [Theory]
    [InlineData(0, "Jul  1 12:00")]
    [InlineData(1, "Jul  1  2026")]
    [InlineData(-15_778_475, "Dec 30 21:05")]
    [InlineData(-15_778_476, "Dec 30  2025")]
    public void Half_a_year_and_the_future_change_time_to_year(int seconds, string date) =>
        Assert.Contains($" {date} x", FtpListing.Line(new FtpEntry("x", 1, Now.AddSeconds(seconds), false), Now), StringComparison.Ordinal);

    [Fact]
    public void Sizes_beyond_the_column_are_whole() =>
        Assert.Contains(" 9223372036854775807 Jul", FtpListing.Line(new FtpEntry("x", long.MaxValue, Now, false), Now), StringComparison.Ordinal);

    [Fact]
    public void A_name_cannot_forge_a_line()
    {
        var output = new ArrayBufferWriter<byte>();
        FtpListing.WriteLine(output, new FtpEntry("a\r\nb", 1, Now, false), Now);
        FtpListing.WriteName(output, "d/", "a\r\nü");
        var lines = Encoding.UTF8.GetString(output.WrittenSpan).Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.EndsWith(" a??b", lines[0], StringComparison.Ordinal);
        Assert.Equal(["d/a??ü", ""], lines[1..]);
    }

    [Theory]
    [InlineData(null, "any", true)]
    [InlineData("*.txt", "a.txt", true)]
    [InlineData("*.txt", "a.TXT", false)]
    [InlineData("?.txt", "ab.txt", false)]
    [InlineData("a*b*", "axxbyy", true)]
    public void Patterns(string? pattern, string name, bool matches) => Assert.Equal(matches, FtpListing.Matches(pattern, name));

    [Theory]
    [InlineData("", "")]
    [InlineData("a.txt/", "")]
    [InlineData("sub/a.txt/", "sub/")]
    [InlineData("/a.txt/", "/")]
    public void A_listed_file_loses_its_own_name_from_the_prefix(string prefix, string expected) =>
        Assert.Equal(expected, FtpListing.PrefixOfFile(prefix));
}
