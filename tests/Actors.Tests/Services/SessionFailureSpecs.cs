using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Tests.Services;

public sealed class SessionFailureSpecs : GatewaySpecs
{
    [Fact]
    public async Task A_session_that_fails_before_its_first_step_is_disposed_and_replaced_at_once()
    {
        var disposed = 0;
        var (_, at) = await StartAsync(() => new Broken(() => Interlocked.Increment(ref disposed)));
        using var client = await ConnectAsync(at);
        await AwaitAssertAsync(() => Assert.True(Volatile.Read(ref disposed) >= 2), Patience);
    }

    private sealed class Broken(Action disposed) : Session, IDisposable
    {
        protected internal override int MaxMessageBytes => throw new InvalidOperationException("asked to");

        public void Dispose() => disposed();
    }
}
