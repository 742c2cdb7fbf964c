using System.Collections.Frozen;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Certificates;

/// <summary>Finds what belongs to the host that a client names: that name, else the wildcard above it, else what is for everybody else.</summary>
internal sealed class ServerNameTable<T>
{
    private readonly T _fallback;
    private readonly FrozenDictionary<string, T> _names;
    private readonly FrozenDictionary<string, T> _wildcards;

    /// <param name="fallback">For clients that name no host, or another one.</param>
    /// <param name="entries">By configured name.</param>
    public ServerNameTable(T fallback, IEnumerable<KeyValuePair<string, T>> entries)
    {
        _fallback = fallback;
        var all = entries.Select(entry => (Name: ServerName.Canonical(entry.Key)!, entry.Value)).ToLookup(entry => entry.Name.StartsWith(ServerName.Wildcard, StringComparison.Ordinal));
        _names = all[false].ToFrozenDictionary(entry => entry.Name, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        _wildcards = all[true].ToFrozenDictionary(entry => entry.Name[ServerName.Wildcard.Length..], entry => entry.Value, StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="name">As SslStream tells it; empty when the client named none.</param>
    public T Find(string name)
    {
        if (_names.TryGetValue(name, out var exact)) return exact;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _wildcards.TryGetValue(name[(dot + 1)..], out var wildcard) ? wildcard : _fallback;
    }
}
