using System.Globalization;
using SocketGateway.Protocols.SmallServices;

namespace SocketGateway.Protocols.Tests.SmallServices;

public class TimeProtocolTests
{
    [Theory]
    [InlineData("1900-01-01T00:00:01Z", 1)]
    [InlineData("1970-01-01T00:00:00Z", 2_208_988_800)]
    [InlineData("1976-01-01T00:00:00Z", 2_398_291_200)]
    [InlineData("1980-01-01T00:00:00Z", 2_524_521_600)]
    [InlineData("1983-05-01T00:00:00Z", 2_629_584_000)]
    public void The_examples_of_RFC_868_hold(string now, uint expected) => Assert.Equal(expected, TimeProtocol.Seconds(At(now)));

    [Fact]
    public void The_time_before_1900_is_the_negative_number_of_RFC_868_in_32_bits() =>
        Assert.Equal(unchecked((uint)-1_297_728_000), TimeProtocol.Seconds(At("1858-11-17T00:00:00Z")));

    [Fact]
    public void The_number_wraps_in_2036()
    {
        Assert.Equal(uint.MaxValue, TimeProtocol.Seconds(At("2036-02-07T06:28:15.9Z")));
        Assert.Equal(0u, TimeProtocol.Seconds(At("2036-02-07T06:28:16Z")));
    }

    [Fact]
    public void The_offset_of_the_clock_does_not_matter() =>
        Assert.Equal(TimeProtocol.Seconds(At("2026-11-22T16:02:41Z")), TimeProtocol.Seconds(At("2026-11-22T18:02:41+02:00")));

    [Fact]
    public void The_answer_is_four_bytes_in_network_order()
    {
        var answer = new byte[TimeProtocol.AnswerBytes];
        TimeProtocol.Write(At("1970-01-01T00:00:01Z"), answer);

        Assert.Equal([0x83, 0xAA, 0x7E, 0x81], answer);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
