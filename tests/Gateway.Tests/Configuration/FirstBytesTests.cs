using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class FirstBytesTests
{
    [Theory]
    [InlineData("SSH-", "5353482D")]
    [InlineData("GET ", "47455420")]
    [InlineData("é", "C3A9")]
    [InlineData("hex:16 03", "1603")]
    [InlineData("hex:1603", "1603")]
    [InlineData("HEX: 0a0D", "0A0D")]
    [InlineData("hexagon", "68657861676F6E")]
    public void Text_and_hexadecimal_digits_are_bytes(string text, string bytes) => Assert.Equal(bytes, Convert.ToHexString(FirstBytes.Parse(text)!));

    [Theory]
    [InlineData("")]
    [InlineData("hex:")]
    [InlineData("hex:1")]
    [InlineData("hex:16 0")]
    [InlineData("hex:1g")]
    [InlineData("hex:16-03")]
    public void What_is_no_byte_or_half_of_one_is_none(string text) => Assert.Null(FirstBytes.Parse(text));

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("hex:00")]
    public void There_are_no_more_than_64(string text)
    {
        var (prefix, unit) = text.StartsWith("hex:", StringComparison.Ordinal) ? ("hex:", text[4..]) : ("", text);
        var most = FirstBytes.Most / FirstBytes.Parse(text)!.Length;
        Assert.Equal(FirstBytes.Most, FirstBytes.Parse(prefix + string.Concat(Enumerable.Repeat(unit, most)))!.Length);
        Assert.Null(FirstBytes.Parse(prefix + string.Concat(Enumerable.Repeat(unit, most + 1))));
    }
}
