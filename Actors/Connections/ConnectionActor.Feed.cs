using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>What a connection tells of itself: when it is asked, and while it is watched. While nobody watches, each of the places that would tell costs a look at a field that is null.</summary>
internal sealed partial class ConnectionActor
{
    private IConnectionFeed? _feed;
    private HeldUpBy _toldSide;

    private ConnectionSnapshot Snapshot()
    {
        var client = _ledger.Client;
        return new ConnectionSnapshot(
            _ledger.Info,
            _ledger.Service,
            _ledger.Phase.ToString().ToLowerInvariant(),
            _ledger.Epoch,
            _ledger.LastCommit,
            _ledger.Alias,
            _ledger.BytesReceived,
            client.Committed,
            client.Emitted,
            _ledger.BytesSent,
            _ledger.InputWindow,
            _gateway.Limits.OutputWindow,
            TimeSpan.FromMilliseconds(MonotonicClock.Now - _began),
            IsThrottled && BlamedSide == HeldUpBy.Nobody ? HeldUpBy.Limit : BlamedSide)
        {
            Node = _node is { } node && node != _gateway.Self ? node.Address : null,
        };
    }

    private void BeginFeed(IConnectionFeed feed)
    {
        _feed = feed;
        _toldSide = HeldUpBy.Nobody;
        Tell(
            "watched",
            $"{_accepted.Sockets}, {_ledger.Phase.ToString().ToLowerInvariant()}, epoch {_ledger.Epoch}, {_ledger.LastCommit} commits, "
            + $"{_ledger.BytesReceived} bytes in, {_ledger.BytesSent} bytes out");
    }

    private void Tell(string name, string detail)
    {
        var now = MonotonicClock.Now;
        if (_feed?.Add(now, now - _began, name, detail) == false) _feed = null;
    }

    private void TellCommit(Commit commit)
    {
        if (commit.Epoch != _ledger.Epoch) return;
        var client = commit.Primary;
        var others = commit.Others is { Length: > 0 and var count } ? $", and {count} other channels" : "";
        Tell("commit", $"number {commit.Number}, consumed {client.InputTo - client.InputFrom}, wrote {client.Output.Length} bytes{others}");
    }

    private void TellSide(HeldUpBy side)
    {
        if (side == _toldSide) return;
        _toldSide = side;
        if (_toldSide == HeldUpBy.Nobody) Tell(SpanEvents.Flowing, "");
        else Tell(SpanEvents.Paused, $"held up by the {GatewayTelemetry.SideOf(_toldSide)}");
    }

    private void EndFeed(string reason)
    {
        if (_feed is null) return;
        Tell("ended", reason.Length == 0 ? "closed" : reason);
        _feed?.End();
        _feed = null;
    }
}
