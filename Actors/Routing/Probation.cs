using System.Diagnostics.CodeAnalysis;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Routing;

/// <summary>
/// Sessions whose input may have ended two processes already (rule 14). Were they opened together, the one that is to blame would take the others with it a third time, and all would be
/// closed for it; so they have their turn one by one, each until it has made progress, has failed, or has lived for a while.
/// </summary>
internal sealed class Probation
{
    /// <summary>An input that ends a process does so at once; one that has not done it by now is half a line that waits for its rest.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    private readonly List<SessionOpening> _waiting = [];
    private ConnectionId? _current;

    /// <summary>True when it is this one's turn at once; else it waits, in place of an earlier opening of its connection.</summary>
    public bool TryBegin(SessionOpening opening)
    {
        var id = IdOf(opening);
        if (_current is null || _current == id)
        {
            _current = id;
            return true;
        }

        _waiting.RemoveAll(waiting => IdOf(waiting) == id);
        _waiting.Add(opening);
        return false;
    }

    /// <summary>Ends the turn of this connection, or of whoever has it; the next one's has begun when this is true.</summary>
    public bool TryNext(ConnectionId? of, [NotNullWhen(true)] out SessionOpening? next)
    {
        next = null;
        if (_current is null || (of is not null && of != _current)) return false;
        _current = null;
        if (_waiting.Count == 0) return false;
        next = _waiting[0];
        _waiting.RemoveAt(0);
        _current = IdOf(next);
        return true;
    }

    private static ConnectionId IdOf(SessionOpening opening) => opening.Open.Connection.Id;
}
