using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Tests.Admission;

public class DescriptorHeadroomTests
{
    [Theory]
    [InlineData(949, 1900, false)]
    [InlineData(94_999, 100_000, false)]
    [InlineData(95_000, 100_000, true)]
    [InlineData(95_001, 100_000, true)]
    [InlineData(100_000, 100_000, true)]
    [InlineData(535, 600, false)]
    [InlineData(536, 600, true)]
    [InlineData(0, 64, true)]
    [InlineData(0, 65, false)]
    public void Descriptors_are_short_from_95_percent_on_and_when_64_are_left(long used, long limit, bool isShort) =>
        Assert.Equal(isShort, DescriptorHeadroom.IsShort(used, limit, wasShort: false));

    [Theory]
    [InlineData(90_000, 100_000, true)]
    [InlineData(89_999, 100_000, false)]
    [InlineData(472, 600, true)]
    [InlineData(471, 600, false)]
    public void They_stay_short_until_90_percent_or_until_more_than_128_are_left(long used, long limit, bool isShort) =>
        Assert.Equal(isShort, DescriptorHeadroom.IsShort(used, limit, wasShort: true));

    [Theory]
    [InlineData(0, 100_000, 95_000)]
    [InlineData(95_000, 100_000, 0)]
    [InlineData(100_000, 100_000, -5_000)]
    [InlineData(500, 600, 36)]
    public void What_is_left_for_clients_ends_where_they_are_short(long used, long limit, long left) =>
        Assert.Equal(left, DescriptorHeadroom.Left(used, limit));
}
