using System.Net;
using System.Text;
using SocketGateway.Protocols.Peeking;
using SocketGateway.Protocols.Tls;

namespace SocketGateway.Protocols.Routes;

/// <summary>The routes of a listener in their order: the first that fits has the connection, else the listener's own service.</summary>
/// <param name="routes">In order.</param>
/// <param name="fallback">The listener's own service.</param>
internal sealed class RouteTable(IReadOnlyList<Route> routes, string fallback)
{
    private readonly bool _needsHello = routes.Any(r => r.NeedsHello || r.WantsHello);

    private readonly int _longestPrefix = routes.SelectMany(r => r.FirstBytes).Select(b => b.Length).DefaultIfEmpty().Max();

    private enum Fit
    {
        No,
        Unknown,
        Yes,
    }

    /// <summary>Bytes that are looked at, at most.</summary>
    public int MaxBytes => _needsHello ? Math.Max(ClientHelloReader.MaxBytes, _longestPrefix) : _longestPrefix;

    /// <summary>Whether the client's address alone decides.</summary>
    public bool NeedsBytes => MaxBytes > 0;

    /// <summary>The service for a connection; null while its first bytes do not tell.</summary>
    /// <param name="client">Its address.</param>
    /// <param name="peeked">Its first bytes, all that there are.</param>
    /// <param name="isLast">No more will come, or nobody waits for more: routes that are not met by now are not met.</param>
    /// <param name="hello">The ClientHello, when it was read.</param>
    public string? Choose(IPAddress client, ReadOnlySpan<byte> peeked, bool isLast, out ClientHello? hello)
    {
        var status = PeekStatus.Foreign;
        hello = null;
        if (_needsHello) status = ClientHelloReader.Read(peeked, out hello).Status;
        if (isLast && status == PeekStatus.NeedMore) status = PeekStatus.Foreign;
        foreach (var route in routes)
        {
            switch (Fits(route, client, peeked, isLast, status, hello))
            {
                case Fit.Yes:
                    return route.Service;

                // It comes before the others, and may still be the one.
                case Fit.Unknown:
                    return null;
            }
        }

        return fallback;
    }

    private static Fit Fits(Route route, IPAddress client, ReadOnlySpan<byte> peeked, bool isLast, PeekStatus status, ClientHello? hello)
    {
        if (route.Clients?.Contains(client) == false) return Fit.No;
        var fit = FitsBytes(route, peeked, isLast);
        if (fit == Fit.No || !(route.NeedsHello || route.WantsHello)) return fit;
        if (status == PeekStatus.NeedMore) return Fit.Unknown;
        if (!route.NeedsHello) return fit;
        if (hello is null) return Fit.No;
        if (route.ServerNames.Count > 0 && !(hello.ServerName is { } name && route.ServerNames.Any(pattern => IsOf(name, pattern)))) return Fit.No;
        return route.Protocols.Count > 0 && !hello.Protocols.Any(p => route.Protocols.Contains(Encoding.ASCII.GetString(p.Protocol.Span))) ? Fit.No : fit;
    }

    private static Fit FitsBytes(Route route, ReadOnlySpan<byte> peeked, bool isLast)
    {
        if (route.FirstBytes.Count == 0) return Fit.Yes;
        var fit = Fit.No;
        foreach (var wanted in route.FirstBytes)
        {
            var common = peeked.CommonPrefixLength(wanted.Span);
            if (common == wanted.Length) return Fit.Yes;
            if (common == peeked.Length && !isLast) fit = Fit.Unknown;
        }

        return fit;
    }

    /// <summary>A star stands for one label (RFC 6125 section 6.4.3).</summary>
    private static bool IsOf(string name, string pattern) =>
        name == pattern || (pattern.StartsWith("*.", StringComparison.Ordinal) && name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && name.AsSpan(dot).SequenceEqual(pattern.AsSpan(1)));
}
