using CsCheck;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class ConnectionIdTests
{
    [Fact]
    public void Every_id_reads_back_from_its_text_in_either_case() => Gen.ULong.Sample(value =>
    {
        var id = new ConnectionId(value);
        Assert.Equal(13, id.ToString().Length);
        Assert.True(ConnectionId.TryParse(id.ToString(), out var lower) && lower == id);
        Assert.True(ConnectionId.TryParse(id.ToString().ToUpperInvariant(), out var upper) && upper == id);
    });

    [Fact]
    public void The_incarnation_is_the_upper_half_and_the_counter_the_lower() =>
        Assert.Equal(0x12345678_9ABCDEF0UL, ConnectionId.Create(0x12345678, 0x9ABCDEF0).Value);

    [Theory]
    [InlineData("0000000000010", "oOoo000000oIO")]
    [InlineData("0000000000011", "00000000000lL")]
    [InlineData("0000000000011", "00000000000iI")]
    public void Letters_that_look_like_digits_are_read_as_those(string meant, string typed)
    {
        Assert.True(ConnectionId.TryParse(typed, out var id));
        Assert.Equal(meant, id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("000000000001")]
    [InlineData("00000000000010")]
    [InlineData("000000000000u")]
    [InlineData("000000000000-")]
    [InlineData("g000000000000")]
    public void What_is_no_id_is_refused(string? text) => Assert.False(ConnectionId.TryParse(text, out _));

    [Theory]
    [InlineData("1", true)]
    [InlineData("L", true)]
    [InlineData("01", true)]
    [InlineData("O1", true)]
    [InlineData("0000000000001", true)]
    [InlineData("00000000000001", false)]
    [InlineData("2", false)]
    [InlineData("11", false)]
    [InlineData("u", false)]
    [InlineData("", false)]
    public void A_short_form_is_an_ending_of_the_text(string shortForm, bool matches) =>
        Assert.Equal(matches, new ConnectionId(1).Matches(shortForm));
}
