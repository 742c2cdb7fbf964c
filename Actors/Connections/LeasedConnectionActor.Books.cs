using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>What is told of a leased connection: while it lives to whoever asks, and once at its end.</summary>
internal sealed partial class LeasedConnectionActor
{
    private void Conclude(string reason)
    {
        _concluded = true;
        var (status, seconds) = (_lease.Status, (MonotonicClock.Now - _began) / 1000.0);
        _feed?.Add(MonotonicClock.Now, MonotonicClock.Now - _began, "ended", reason.Length == 0 ? "closed" : reason);
        _feed?.End();
        _gateway.Directory.Remove(_accepted.Id, alias: null);
        _meter.Conclude(reason, seconds);
        _trace.End(reason, status.Received, status.Sent, commits: 0);
        if (_gateway.AccessLog.IsEnabled(LogLevel.Information)) LeaseLog.Access(_gateway.AccessLog, _accepted, status, reason, seconds);
        Context.Parent.Tell(new ConnectionProtocol.Ended(_accepted.Id), Self);
    }

    private ConnectionSnapshot Snapshot()
    {
        var status = _lease.Status;
        return new ConnectionSnapshot(
            _info,
            _accepted.Listener.Service,
            IsEnding ? "closing" : status.Phase,
            Epoch: 0,
            Commits: 0,
            Alias: null,
            status.Received,
            BytesCommitted: 0,
            BytesEmitted: 0,
            status.Sent,
            InputWindow: 0,
            OutputWindow: 0,
            TimeSpan.FromMilliseconds(MonotonicClock.Now - _began),
            status.HeldUpBy)
        {
            Leased = true,
            Destination = status.Destination is { } to ? $"{to.Name} {to.EndPoint}" : null,
        };
    }
}
