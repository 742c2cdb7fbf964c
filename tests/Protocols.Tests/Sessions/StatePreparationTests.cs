using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class StatePreparationTests
{
    [Fact]
    public void A_state_is_made_written_and_read_once()
    {
        StatePreparation.Run(typeof(Counting));
        Assert.Equal(2, Count.Made);
    }

    [Theory]
    [InlineData(typeof(Stateless))]
    [InlineData(typeof(Failing))]
    [InlineData(typeof(Unwritable))]
    [InlineData(typeof(Session))]
    public void What_cannot_be_prepared_is_left_to_its_sessions(Type session) => StatePreparation.Run(session);

    public sealed class Count
    {
        public Count() => Made++;

        internal static int Made { get; private set; }
    }

    public sealed class Broken
    {
        public Broken() => throw new InvalidOperationException("the author's");
    }

    public sealed class Native
    {
        public IntPtr Where { get; init; }
    }

    public sealed class Counting : LineSession<Count>
    {
        protected override ValueTask OnLineAsync(string line, CancellationToken stop) => default;
    }

    public sealed class Failing : LineSession<Broken>
    {
        protected override ValueTask OnLineAsync(string line, CancellationToken stop) => default;
    }

    public sealed class Unwritable : LineSession<Native>
    {
        protected override ValueTask OnLineAsync(string line, CancellationToken stop) => default;
    }

    public sealed class Stateless : LineSession
    {
        protected override ValueTask OnLineAsync(string line, CancellationToken stop) => default;
    }
}
