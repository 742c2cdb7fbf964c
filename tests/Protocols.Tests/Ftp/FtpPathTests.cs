using CsCheck;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpPathTests
{
    // Made of what paths are made of, so that dots and slashes meet often.
    private static readonly Gen<string> Argument =
        Gen.OneOf("/", "//", ".", "..", "...", "a", "b c", "\\", "~", "ü", "%2e%2e", ":", "-").Array[0, 12].Select(string.Concat);

    private static readonly Gen<string> Directory =
        Gen.OneOf("a", "b c", "...", "ü").Array[0, 5].Select(names => "/" + string.Join('/', names));

    [Theory]
    [InlineData("/", "", "/")]
    [InlineData("/a", "", "/a")]
    [InlineData("/a", "b", "/a/b")]
    [InlineData("/a", "/b", "/b")]
    [InlineData("/a/b", "..", "/a")]
    [InlineData("/a", "../../..", "/")]
    [InlineData("/a", "../../etc/passwd", "/etc/passwd")]
    [InlineData("/a", "./b//c/.", "/a/b/c")]
    [InlineData("/a", "b/../c/", "/a/c")]
    [InlineData("/", "/..", "/")]
    [InlineData("/", "//x", "/x")]
    [InlineData("/", "...", "/...")]
    [InlineData("/", " a ", "/ a ")]
    public void Resolves(string directory, string argument, string expected)
    {
        Assert.True(FtpPath.TryResolve(directory, argument, out var path));
        Assert.Equal(expected, path);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007f")]
    [InlineData("a\u009f")]
    public void Control_characters_are_refused(string argument) => Assert.False(FtpPath.TryResolve("/", argument, out _));

    [Fact]
    public void The_result_is_bounded()
    {
        Assert.True(FtpPath.TryResolve("/", new string('x', FtpPath.MaxLength - 1), out _));
        Assert.False(FtpPath.TryResolve("/", new string('x', FtpPath.MaxLength), out _));
    }

    [Fact]
    public void Never_gets_above_the_root_and_is_always_normalized() => Gen.Select(Directory, Argument).Sample((directory, argument) =>
    {
        Assert.True(FtpPath.TryResolve(directory, argument, out var path));
        Assert.StartsWith("/", path, StringComparison.Ordinal);
        if (path != FtpPath.Root)
            Assert.All(path[1..].Split('/'), name => Assert.False(name is "" or "." or ".."));
    }, iter: 10_000);

    [Fact]
    public void Resolving_again_changes_nothing() => Gen.Select(Directory, Argument).Sample((directory, argument) =>
    {
        Assert.True(FtpPath.TryResolve(directory, argument, out var path));
        Assert.True(FtpPath.TryResolve("/elsewhere", path, out var again));
        Assert.Equal(path, again);
    }, iter: 10_000);

    [Fact]
    public void Going_in_steps_is_going_at_once() => Gen.Select(Directory, Argument, Argument).Sample((directory, first, second) =>
    {
        if (second.StartsWith('/'))
            return;
        Assert.True(FtpPath.TryResolve(directory, first, out var there));
        Assert.True(FtpPath.TryResolve(there, second, out var inSteps));
        Assert.True(FtpPath.TryResolve(directory, first + "/" + second, out var atOnce));
        // An empty first step and a slash would make the whole absolute.
        if (first.Length > 0)
            Assert.Equal(inSteps, atOnce);
    }, iter: 10_000);

    [Fact]
    public void Parent_and_name_make_the_path() => Directory.Sample(path =>
    {
        Assert.True(FtpPath.TryResolve(FtpPath.Parent(path), FtpPath.Name(path), out var whole));
        Assert.Equal(path, whole);
        Assert.True(FtpPath.TryResolve(path, "..", out var up));
        Assert.Equal(FtpPath.Parent(path), up);
    }, iter: 10_000);
}
