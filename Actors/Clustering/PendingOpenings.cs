using System.Diagnostics.CodeAnalysis;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Clustering;

/// <summary>Openings of sessions on one node, at most 64 under way; clients that wait for something go first (rule 17).</summary>
internal sealed class PendingOpenings
{
    public const int MostUnderWay = 64;

    /// <summary>The newest epoch that waits, of each connection.</summary>
    private readonly Dictionary<ConnectionId, int> _epochs = [];
    private readonly Queue<SessionOpening> _urgent = new();
    private readonly Queue<SessionOpening> _others = new();
    private int _underWay;

    /// <summary>An older one of the same connection, which may still wait, is void with it.</summary>
    public void Add(SessionOpening opening)
    {
        _epochs[opening.Open.Connection.Id] = opening.Open.Epoch;
        (opening.Urgent ? _urgent : _others).Enqueue(opening);
    }

    /// <summary>The next one, which is under way from here on, until <see cref="Done"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out SessionOpening? opening)
    {
        opening = null;
        if (_underWay >= MostUnderWay) return false;
        while (_urgent.TryDequeue(out opening) || _others.TryDequeue(out opening))
        {
            var open = opening.Open;
            if (_epochs.GetValueOrDefault(open.Connection.Id) != open.Epoch) continue;
            _epochs.Remove(open.Connection.Id);
            _underWay++;
            return true;
        }

        return false;
    }

    public void Done() => _underWay--;

    /// <summary>All that wait; and nothing is under way any more.</summary>
    public IReadOnlyList<SessionOpening> TakeAll()
    {
        SessionOpening[] all = [.. _urgent, .. _others];
        _epochs.Clear();
        _urgent.Clear();
        _others.Clear();
        _underWay = 0;
        return all;
    }
}
