using System.Globalization;
using SocketGateway.Protocols.SmallServices;

namespace SocketGateway.Protocols.Tests.SmallServices;

public class DaytimeTests
{
    [Theory]
    [InlineData("2026-11-22T16:02:41Z", "Sunday, November 22, 2026 16:02:41-UTC\r\n")]
    [InlineData("2027-01-01T00:30:00.999+02:00", "Thursday, December 31, 2026 22:30:00-UTC\r\n")]
    [InlineData("2028-02-01T09:05:07Z", "Tuesday, February 1, 2028 09:05:07-UTC\r\n")]
    public void The_time_is_one_line_in_UTC(string now, string expected) =>
        Assert.Equal(expected, Daytime.Format(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));
}
