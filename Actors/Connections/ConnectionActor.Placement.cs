using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Connections;

/// <summary>Where the session runs, where the next one should, and where it should not.</summary>
internal sealed partial class ConnectionActor
{
    /// <summary>Null while there is none.</summary>
    private NodeId? _node;

    private NodeId? _avoid;
    private NodeId? _preferred;
    private NodeId? _target;
    private long _withoutSession = long.MaxValue;

    /// <summary>Others wait until it is known whether this one's input ends processes.</summary>
    private bool _onProbation;

    void ILedgerEffects.Open(SessionProtocol.Open open)
    {
        (_session, _node) = (ActorRefs.Nobody, null);
        _trace.SessionBegins(open.Service, open.Epoch);
        var client = _ledger.Client;
        _router.Tell(
            new SessionOpening(open, Self)
            {
                Preferred = _preferred,
                Avoid = _avoid,
                Urgent = client.HeldBytes > 0 || client.Unacknowledged > 0,
                Suspect = _ledger.IsSuspect,
                OnProbation = _ledger.IsOnProbation,
            },
            Self);
        _onProbation |= _ledger.IsOnProbation;
        (_preferred, _target) = (null, null);
    }

    /// <summary>A node that wants to be rid of the session has no say in where it goes.</summary>
    private void Leaving(SessionProtocol.Leaving leaving, long now)
    {
        if (leaving.Epoch == _ledger.Epoch) _target = null;
        _ledger.Leaving(leaving.Epoch, now);
    }

    void ILedgerEffects.FindPlace() => _router.Tell(
        new PlacementProtocol.Find(
            _accepted.Id, _ledger.Epoch, _ledger.Service, _ledger.State?.Type ?? "", _ledger.State?.Version ?? 0, _accepted.Sockets.Peer.Address, _node ?? _gateway.Self, _target),
        Self);

    private void Opened(SessionProtocol.Opened opened, long now)
    {
        _session = Sender;
        _node = Sender is IRemoteSession remote ? remote.Node : _gateway.Self;
        _avoid = null;
        _ledger.Opened(opened, now);
    }

    private void Refused(SessionProtocol.Refused refused, long now)
    {
        // That no node suits at all is no node's fault.
        if (refused.Epoch == _ledger.Epoch)
            _avoid = Sender is IRemoteSession remote ? remote.Node : Sender.Equals(_router) || refused.Reason == RefusalReasons.LinkDown ? null : _gateway.Self;
        _ledger.Refused(refused, now);
    }

    private bool ReceiveFromPlacement(object message, long now)
    {
        switch (message)
        {
            case ConnectionProtocol.NodeLost lost:
                if (lost.Epoch == _ledger.Epoch) _avoid = lost.Node;
                _ledger.NodeLost(lost.Epoch, $"{lost.Node} {lost.Reason}", lost.IsCrash, now);
                break;
            case ConnectionProtocol.Move move when move.Target is null || move.Target != _node:
                _target = move.Target;
                _ledger.Leaving(_ledger.Epoch, now);
                break;
            case ConnectionProtocol.Move:
                break;
            case PlacementProtocol.Found found:
                if (found.Epoch == _ledger.Epoch) (_preferred, _target) = (found.Node, null);
                _ledger.Found(found.Epoch, now);
                break;
            case PlacementProtocol.NotFound none:
                _ledger.NotFound(none.Epoch, now);
                break;
            default:
                return false;
        }

        return true;
    }

    private void EndProbation()
    {
        if (!_ended && _ledger.IsOnProbation && _ledger.Phase is LedgerPhase.Opening or LedgerPhase.Serving) return;
        _onProbation = false;
        _router.Tell(new PlacementProtocol.Cleared(_accepted.Id), Self);
    }

    private string NodeName => (_node ?? _gateway.Self).Address;

    /// <summary>The connection has no session from here on, until <see cref="SessionIsBack"/>.</summary>
    private void SessionIsGone() => _withoutSession = Math.Min(_withoutSession, MonotonicClock.Now);

    private void SessionIsBack()
    {
        if (_withoutSession == long.MaxValue) return;
        ConnectionMeter.Held(_ledger.Service, (MonotonicClock.Now - _withoutSession) / 1000.0);
        _withoutSession = long.MaxValue;
    }

    /// <summary>What an event about an incarnation tells beside its own words.</summary>
    private string Where(string detail) => $"epoch {_ledger.Epoch} at {(_node ?? _avoid)?.Address ?? "no node"}{(detail.Length == 0 ? "" : ", ")}{detail}";
}
