using CsCheck;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Whatever happens in whatever order, the pool does as its model.</summary>
public sealed class DestinationPoolModelTests
{
    [Fact]
    public void Any_operations_in_any_order_leave_the_pool_as_its_model_and_nobody_waits_for_what_is_free() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 10], Gen.Int[0, 4], Gen.Const(0)), Gen.Int[0, 15], Gen.Int[0, 15]).Array[0, 150].Sample(operations =>
        {
            var model = new PoolModel();
            for (var which = 0; which < 4; which++) model.Do(operation: 8, which, how: 1);
            foreach (var (operation, which, how) in operations) model.Do(operation, which, how);
            model.Settle();
        }, iter: 300);
}
