namespace SocketGateway.Protocols.Links;

/// <summary>Sessions in a row, linked through <see cref="SessionQueue.Next"/>: each is in one row at most.</summary>
internal sealed class Turns
{
    private SessionQueue? _last;

    public SessionQueue? First { get; private set; }

    public void Append(SessionQueue queue)
    {
        queue.Next = null;
        if (_last is null) First = queue;
        else _last.Next = queue;
        _last = queue;
    }

    public void Prepend(SessionQueue queue)
    {
        queue.Next = First;
        First = queue;
        _last ??= queue;
    }

    public SessionQueue TakeFirst()
    {
        var taken = First!;
        First = taken.Next;
        if (First is null) _last = null;
        taken.Next = null;
        return taken;
    }

    public void Clear() => (First, _last) = (null, null);
}
