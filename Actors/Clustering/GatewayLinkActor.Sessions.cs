using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Clustering;

/// <summary>The sessions that this gateway's connections have on the node.</summary>
internal sealed partial class GatewayLinkActor
{
    protected override void OnMessage(ConnectionId connection, SessionProtocol message)
    {
        if (!_sessions.TryGetValue(connection, out var place) || place.Epoch != message.Epoch)
        {
            // Of an incarnation that was given up: it changes nothing, and must hear that it is over (rules 1 and 2).
            LinkMeter.Fenced(LinkMeter.OldEpoch);
            if (message is not (SessionProtocol.Stopped or SessionProtocol.Failed or SessionProtocol.Refused))
            {
                Self.Tell(new RemoteSession.ToSession(connection, new SessionProtocol.Ended(message.Epoch, "replaced")));
            }

            return;
        }

        if (place.IsOpening && message is SessionProtocol.Opened or SessionProtocol.Refused or SessionProtocol.Failed)
        {
            place.IsOpening = false;
            _openings.Done();
            OpenWaiting();
        }

        if (message is SessionProtocol.Stopped or SessionProtocol.Failed or SessionProtocol.Refused) _sessions.Remove(connection);
        place.Connection.Tell(message, place.Session);
    }

    protected override void OnTooLarge(ConnectionId connection, int epoch, int bytes)
    {
        if (!_sessions.TryGetValue(connection, out var place) || place.Epoch != epoch) return;
        _sessions.Remove(connection);

        // The next one goes with the next message: nothing can be enqueued from in here.
        if (place.IsOpening) _openings.Done();
        place.Connection.Tell(new SessionProtocol.Failed(epoch, onInput: false, serviceFailing: false, $"a message of {bytes} bytes is too large for a link"), place.Session);
    }

    private void Open(SessionOpening opening)
    {
        if (Ledger is not { IsUp: true })
        {
            opening.Connection.Tell(new SessionProtocol.Refused(opening.Open.Epoch, "link_down"));
            return;
        }

        _openings.Add(opening);
        OpenWaiting();
    }

    private void OpenWaiting()
    {
        while (Ledger is { IsUp: true } link && _openings.TryTake(out var opening))
        {
            var (open, id) = (opening.Open, opening.Open.Connection.Id);
            if (Cluster.Gateway.Directory.Find(id) is null)
            {
                // It ended while it waited for its turn.
                _openings.Done();
                continue;
            }

            if (_sessions.Remove(id, out var older) && older.IsOpening) _openings.Done();
            var session = new RemoteSession(Self, link.Peer, id, open.Epoch);
            _sessions[id] = new SessionPlace(opening.Connection, session) { IsOpening = true };
            link.Enqueue(id, open);
        }
    }

    private void Send(ConnectionId connection, SessionProtocol message)
    {
        if (Ledger is not { IsUp: true } link) return;
        if (message is SessionProtocol.Ended && _sessions.TryGetValue(connection, out var place) && place.Epoch == message.Epoch)
        {
            _sessions.Remove(connection);
            Close(place);
        }

        link.Enqueue(connection, message);
    }

    private void Close(SessionPlace place)
    {
        if (!place.IsOpening) return;
        _openings.Done();
        OpenWaiting();
    }

    /// <summary>A connection that ended before its session had answered could not tell it so.</summary>
    private void Sweep(long now)
    {
        _swept = now;
        foreach (var (id, place) in _sessions)
        {
            if (Cluster.Gateway.Directory.Find(id) is null) Self.Tell(new RemoteSession.ToSession(id, new SessionProtocol.Ended(place.Epoch, CloseReasons.Internal)));
        }
    }
}
