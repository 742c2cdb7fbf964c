using CsCheck;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpTelnetTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("41424F52", "41424F52")]
    [InlineData("FFF4FFF241424F52", "41424F52")] // IAC IP IAC DM ABOR
    [InlineData("FFF4F241424F52", "41424F52")] // the urgent byte was the second IAC
    [InlineData("FFF4FF41424F52", "41424F52")] // the urgent byte was DM
    [InlineData("41FFF142", "4142")] // IAC NOP
    [InlineData("FFFB0141", "41")] // WILL ECHO
    [InlineData("FFFD", "")] // DO, cut off
    [InlineData("41FFFA1801FFF042", "4142")] // SB ... SE
    [InlineData("41FFFA1801", "41")] // SB, cut off
    [InlineData("41FFFF42", "41FF42")] // a data byte 255
    [InlineData("41FF", "41")]
    public void Telnet_commands_are_taken_out(string line, string clean)
    {
        var buffer = Convert.FromHexString(line);
        Assert.Equal(clean, Convert.ToHexString(buffer.AsSpan(0, FtpTelnet.Strip(buffer, buffer))));
    }

    [Fact]
    public void Any_bytes_get_no_longer_and_text_without_IAC_stays() => Gen.Byte.Array[0, 32].Sample(line =>
    {
        var clean = new byte[line.Length];
        var count = FtpTelnet.Strip(line, clean);
        Assert.InRange(count, 0, line.Length);
        if (line.Length > 0 && line[0] < 0xF0 && !line.Contains((byte)0xFF))
            Assert.Equal(line, clean[..count]);
    }, iter: 10_000);
}
