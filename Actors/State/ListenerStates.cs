using System.Collections.Concurrent;
using System.Net;

namespace SocketGateway.Actors.State;

/// <summary>Where each listener of this process stands, for those who only look. Thread-safe.</summary>
internal sealed class ListenerStates
{
    private readonly ConcurrentDictionary<string, (IPEndPoint Local, bool Listening)> _listeners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every listener that was bound once, in order of their names.</summary>
    public IEnumerable<(string Name, IPEndPoint Local, bool Listening)> All =>
        _listeners.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => (l.Key, l.Value.Local, l.Value.Listening));

    public void Set(string name, IPEndPoint local, bool listening) => _listeners[name] = (local, listening);

    public (IPEndPoint Local, bool Listening)? Find(string name) => _listeners.TryGetValue(name, out var state) ? state : null;
}
