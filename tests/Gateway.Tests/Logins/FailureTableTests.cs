using SocketGateway.Gateway.Logins;

namespace SocketGateway.Gateway.Tests.Logins;

public sealed class FailureTableTests
{
    private readonly ManualTime _time = new();
    private readonly FailureTable<int> _table;

    public FailureTableTests() => _table = new FailureTable<int>(3, TimeSpan.FromMinutes(5), _time);

    [Fact]
    public void Failures_add_up_while_each_follows_the_last_within_the_memory()
    {
        Assert.Equal(0, _table.Failures(1));
        Assert.Equal(1, _table.Add(1));
        _time.Pass(TimeSpan.FromMinutes(4));
        Assert.Equal(2, _table.Add(1));
        _time.Pass(TimeSpan.FromMinutes(4));
        Assert.Equal(2, _table.Failures(1));
        _time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _table.Failures(1));
        Assert.Equal(1, _table.Add(1));
    }

    [Fact]
    public void Above_the_capacity_the_longest_unrepeated_is_forgotten()
    {
        foreach (var key in new[] { 1, 2, 3, 1, 4 }) _table.Add(key);
        Assert.Equal((2, 0, 1, 1), (_table.Failures(1), _table.Failures(2), _table.Failures(3), _table.Failures(4)));
        Assert.Equal(3, _table.Count);
    }

    [Fact]
    public void What_is_over_gives_its_room_back()
    {
        foreach (var key in new[] { 1, 2, 3 }) _table.Add(key);
        _time.Pass(TimeSpan.FromMinutes(5));
        _table.Add(4);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void What_is_cleared_is_forgotten()
    {
        _table.Add(1);
        _table.Clear(1);
        _table.Clear(2);
        Assert.Equal((0, 0), (_table.Failures(1), _table.Count));
    }
}
