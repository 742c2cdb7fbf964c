using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Tests.Listeners;

/// <summary>Lets a test say what the first bytes of connections are, and when.</summary>
internal sealed class FakePreludes : IPreludes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<Begun> _begun = Channel.CreateUnbounded<Begun>();

    public void Begin(ConnectionId connection, Prelude prelude, SafeHandle socket, IActorRef listener) => _begun.Writer.TryWrite(new Begun(connection, prelude, socket, listener));

    /// <summary>The next connection that is looked at.</summary>
    public async Task<Begun> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _begun.Reader.ReadAsync(limit.Token);
    }

    internal sealed record Begun(ConnectionId Connection, Prelude Prelude, SafeHandle Socket, IActorRef Listener)
    {
        /// <summary>These are its first bytes, and all of them.</summary>
        public void Say(string bytes)
        {
            var rest = Encoding.ASCII.GetBytes(bytes);
            while (!Prelude.IsDone) rest = rest[Prelude.Look(rest, isLast: true)..];
            End(lost: false);
        }

        public void End(bool lost)
        {
            Socket.Dispose();
            Listener.Tell(new PreludeEnded(Connection, lost));
        }
    }
}
