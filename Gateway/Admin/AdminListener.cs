using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace SocketGateway.Gateway.Admin;

/// <summary>A listener whose port may still be another process's: accepting begins by waiting until that lets go of it.</summary>
/// <param name="endPoint">Where it listens, or will.</param>
/// <param name="bind">Binds it, or throws <see cref="AddressInUseException"/>.</param>
/// <param name="taken">Told when it is bound after a wait.</param>
internal sealed class AdminListener(EndPoint endPoint, Func<CancellationToken, ValueTask<IConnectionListener>> bind, Action taken) : IConnectionListener
{
    /// <summary>How long nobody may answer: probes look every second at most.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _unbound = new();
    private volatile IConnectionListener? _bound;

    public EndPoint EndPoint => _bound?.EndPoint ?? endPoint;

    public bool IsWaiting => _bound is null && !_unbound.IsCancellationRequested;

    /// <summary>False while the port is another's.</summary>
    public async Task<bool> TryBindAsync(CancellationToken cancellationToken)
    {
        try
        {
            _bound = await bind(cancellationToken);
            return true;
        }
        catch (AddressInUseException)
        {
            return false;
        }
    }

    /// <summary>Kestrel accepts one at a time.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (_bound is null) await WaitAsync();
        return _bound is { } bound ? await bound.AcceptAsync(cancellationToken) : null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        if (_bound is { } bound) await bound.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        if (_bound is { } bound) await bound.DisposeAsync();
    }

    /// <summary>What fails now, for want of a descriptor for one, may succeed the next time.</summary>
    private async Task<bool> TryAgainAsync()
    {
        try
        {
            return await TryBindAsync(_unbound.Token);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task WaitAsync()
    {
        using var retry = new PeriodicTimer(Retry);
        try
        {
            do await retry.WaitForNextTickAsync(_unbound.Token);
            while (!await TryAgainAsync());
            taken();
        }
        catch (OperationCanceledException)
        {
            // Unbound before it was bound.
        }

        // Whoever unbinds it in this moment has not seen that it was bound.
        if (_unbound.IsCancellationRequested && _bound is { } late) await late.UnbindAsync();
    }
}
