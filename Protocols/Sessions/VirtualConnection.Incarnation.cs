using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>One life of the session in a virtual connection.</summary>
internal sealed partial class VirtualConnection
{
    private sealed class Incarnation : ISessionHost, IDisposable
    {
        private readonly VirtualConnection _connection;
        private byte[]? _state;
        private bool _finished;
        private bool _disposed;

        public Incarnation(VirtualConnection connection, Session session)
        {
            (_connection, Session) = (connection, session);
            Runner = new SessionRunner(session, this);
        }

        public Session Session { get; }
        public SessionRunner Runner { get; }

        public void Send(SessionProtocol message)
        {
            if (message is SessionProtocol.Opened) _state = Session.DescribeState();
            if (message is Commit commit)
            {
                if (commit.State is { } state) _state = state.Data.ToArray();
                CheckState();
            }

            _connection._work.Add(() => _connection.Receive(this, message));
        }

        public void PostContinue() => Post(Runner.Continue);

        public void PostStepCompleted(Exception? error) => Post(() => Runner.CompleteStep(error));

        public void WatchStep(long step)
        {
        }

        public bool RecordFailure(Exception error)
        {
            _connection._failures.Add(error);
            return false;
        }

        public void Finished() => _finished = true;

        public void CheckState()
        {
            if (!_finished && Session.DescribeState() is { } now && !now.AsSpan().SequenceEqual(_state))
                _connection._misuse ??= $"{Session.GetType().Name} changed its state in place; a state is a value: State = State with {{ ... }}";
        }

        public void Dispose()
        {
            _disposed = true;
            Runner.Dispose();
            if (Session is IDisposable disposable) disposable.Dispose();
            else if (Session is IAsyncDisposable asynchronous) _ = asynchronous.DisposeAsync().AsTask();
        }

        /// <summary>Nothing reaches one that was killed, not even the end of the step that it was in: the actor that ran it is gone.</summary>
        private void Post(Action work) => _connection._work.Add(() =>
        {
            if (!_disposed) work();
        });
    }
}
