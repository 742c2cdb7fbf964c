using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Tests.State;

[Collection(ProcessWideCounts.Name)]
public class DescriptorsTests
{
    [Fact]
    public void The_limit_of_this_process_can_be_read()
    {
        if (OperatingSystem.IsWindows()) Assert.Null(Descriptors.Limit());
        else Assert.True(Descriptors.Limit() is null or > 32);
    }

    [Fact]
    public void What_is_opened_is_counted()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.True(Descriptors.CanCount);
        var before = Descriptors.Count();
        Assert.InRange(before, 10, Descriptors.Limit() ?? long.MaxValue);

        // Many, since the rest of the process opens and closes its own meanwhile.
        var open = Enumerable.Range(0, 500).Select(_ => File.OpenHandle("/dev/null")).ToList();
        Assert.InRange(Descriptors.Count() - before, 400, 600);
        open.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public void Usage_is_both_or_nothing()
    {
        if (Descriptors.Usage() is { } usage) Assert.Equal(Descriptors.Limit(), usage.Limit);
        else Assert.True(!Descriptors.CanCount || Descriptors.Limit() is null);
    }
}
