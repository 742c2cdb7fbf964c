using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class ResourceBudgetTests
{
    private const long Gibibyte = 1L << 30;

    [Fact]
    public void With_plenty_nothing_is_lowered()
    {
        var budget = ResourceBudget.For(new GatewayOptions(), 1_048_576, 16 * Gibibyte);
        Assert.Equal((100_000, 4 * Gibibyte), (budget.MaxConnections, budget.MaxBufferedBytes));
        Assert.Empty(budget.Warnings);
    }

    [Theory]
    [InlineData(2048L, 1024)]
    [InlineData(100L, 1)]
    [InlineData(null, 100_000)]
    public void Descriptors_lower_the_connections(long? descriptors, int expected)
    {
        var budget = ResourceBudget.For(new GatewayOptions(), descriptors, 16 * Gibibyte);
        Assert.Equal(expected, budget.MaxConnections);
        Assert.Equal(expected < 100_000, budget.Warnings.Any(warning => warning.Contains("RLIMIT_NOFILE", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_forwarded_connection_counts_its_destinations_socket_too()
    {
        var options = Configured.Options(
            ("Listeners:front:Port", "4000"), ("Listeners:front:Service", "front"), ("Services:front:Type", "Forward"), ("Services:front:Destinations:a:Address", "127.0.0.1:4001"));
        var budget = ResourceBudget.For(options, 20_000, 16 * Gibibyte);
        Assert.Equal((20_000 - ResourceBudget.ReservedDescriptors) / 2, budget.MaxConnections);
        Assert.Contains("takes 2", Assert.Single(budget.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_lowers_the_connections()
    {
        var budget = ResourceBudget.For(new GatewayOptions(), null, Gibibyte);
        Assert.Equal(32_768, budget.MaxConnections);
        Assert.Contains("memory", Assert.Single(budget.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_limit_above_the_memory_is_lowered()
    {
        var options = Configured.Options(("Flow:MaxBufferedBytes", "99999999999999"));
        var budget = ResourceBudget.For(options, null, 16 * Gibibyte);
        Assert.Equal(16 * Gibibyte, budget.MaxBufferedBytes);
        Assert.Contains("MaxBufferedBytes", Assert.Single(budget.Warnings), StringComparison.Ordinal);
    }
}
